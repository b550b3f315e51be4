import { choice, defineContract, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'

const said = { what: 'a', why: 'b', readBy: ['chart:c'] } as const
const contract = (presence?: false) =>
  defineContract({
    name: 'acme',
    version: '1.0.0',
    title: 'Acme',
    description: 'x',
    owners: ['me'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    context: ['arch'],
    ...(presence === undefined ? {} : { presence }),
    environment: ['runtime', 'plan', 'ci'],
    fields: { plan: choice(['free', 'pro'], 'Which plan') },
    events: { ran: rollup({ ...said, identity: 'month', by: [] }) },
  })

type Sent = {
  readonly name: string
  readonly id?: string
  readonly fields: { readonly field: string; readonly value: string }
}

async function toldOn(telemetry: TestTelemetry<ReturnType<typeof contract>>, day: string): Promise<readonly Sent[]> {
  telemetry.clock.set(`${day}T10:00Z`)
  const before = telemetry.sink.received.length
  telemetry.record('ran', {})
  telemetry.clock.advance(86_400_000)
  await telemetry.flush()
  const batches = telemetry.sink.received
    .slice(before)
    .map((body) => JSON.parse(body) as { readonly events: readonly Sent[] })
  return batches.flatMap(({ events }) => events.filter(({ name }) => name === 'plainsight.environment'))
}

describe('context values told alone', () => {
  it('leave with the month’s first record, each in a row without id, and not again in that month', async () => {
    const telemetry = createTestTelemetry(contract(), { source: 'cli', context: { plan: 'pro' } })
    const first = await toldOn(telemetry, '2026-11-03')
    expect(first.map(({ fields }) => fields)).toEqual([
      { field: 'ci', value: 'no' },
      { field: 'plan', value: 'pro' },
      { field: 'runtime', value: 'node' },
    ])
    for (const row of first) expect(Object.keys(row).sort()).toEqual(['fields', 'name'])
    expect(await toldOn(telemetry, '2026-11-20')).toEqual([])
    telemetry.setContext({ plan: 'free' })
    const next = await toldOn(telemetry, '2026-12-01')
    expect(next.map(({ fields }) => fields.value)).toEqual(['no', 'free', 'node'])
  })

  it('leave of a contract without presence too', async () => {
    const telemetry = createTestTelemetry(contract(false), { source: 'cli' })
    expect((await toldOn(telemetry, '2026-11-03')).map(({ fields }) => fields.field)).toEqual(['ci', 'runtime'])
    expect(await toldOn(telemetry, '2026-11-04')).toEqual([])
    expect(telemetry.sink.received.join('')).not.toContain('plainsight.presence')
  })

  it('are taken by the judge as they are, and are none where nobody agreed', async () => {
    const telemetry = createTestTelemetry(contract(), { source: 'cli' })
    await toldOn(telemetry, '2026-11-03')
    expect(
      telemetry.batches.flatMap(({ events }) => events).filter(({ name }) => name === 'plainsight.environment'),
    ).toHaveLength(2)
    const silent = createTestTelemetry(contract(), { source: 'cli', consent: 'undecided' })
    expect(await toldOn(silent, '2026-11-03')).toEqual([])
  })
})
