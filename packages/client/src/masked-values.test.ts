import { choice, defineContract, duration, event, flag, id, rollup } from '@plainsight/contract'
import { expect, it } from 'vitest'
import { createTestTelemetry } from './testing.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const

/** A contract that masks a field wherever a value can come from: a record, `identify`, the context, a class, a counter. */
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: {
    user: id('user', 'Who', { pii: true }),
    org: id('org', 'Whose'),
    tenant: choice(['zephyrbank', 'acme'], 'Whose it is', { redact: true }),
    plan: choice(['zephyr-plan', 'free'], 'Which plan'),
    paid: flag('Whether they pay', { redact: true }),
    pause: duration('How long it waited', { pii: true }),
  },
  events: {
    step: event({
      ...said,
      context: ['tenant'],
      identity: 'month',
      identityReason: 'x',
      fields: { user: 'required', tenant: 'required', paid: 'required', pause: 'required', plan: 'required' },
    }),
    private: event({
      ...said,
      context: [],
      privacy: 'sensitive',
      identity: 'month',
      identityReason: 'x',
      fields: { plan: 'required', org: 'optional' },
    }),
    counted: rollup({ ...said, context: [], by: ['tenant', 'paid'], measure: ['pause'] }),
  },
})

it('what is masked is in no record, no batch and no stored line, wherever it came from; and nothing is missing for it', async () => {
  const telemetry = createTestTelemetry(contract, {
    productVersion: '1.0.0',
    context: { tenant: 'zephyrbank' },
  })
  const [user, org] = ['ab'.repeat(16), 'cd'.repeat(16)]
  telemetry.identify({ user, org })
  // Whose `user` is the one that `identify` named: a call site says so by giving none.
  telemetry.record('step', { user: undefined as never, tenant: 'zephyrbank', paid: true, pause: 4_211, plan: 'free' })
  telemetry.record('step', { user, tenant: 'acme', paid: false, pause: 1, plan: 'free' })
  telemetry.record('private', { plan: 'zephyr-plan', org })
  telemetry.record('private', { plan: 'free' })
  telemetry.record('counted', { tenant: 'zephyrbank', paid: true, pause: 4_211 })
  telemetry.counter('counted', { tenant: 'zephyrbank', paid: true }).add({ pause: 4_211 })
  const records = telemetry.records as readonly { readonly name: string }[]
  expect(records.map(({ name }) => name).sort()).toEqual(['counted', 'private', 'private', 'step', 'step'])
  expect(records).toContainEqual(
    expect.objectContaining({ ids: { user: '[redacted]' }, fields: { tenant: '[redacted]', plan: 'free' } }),
  )
  expect(records).toContainEqual(expect.objectContaining({ name: 'private', fields: { plan: '[redacted]' } }))
  expect(records).toContainEqual({ name: 'counted', by: { tenant: '[redacted]' }, count: 2 })
  telemetry.clock.advance(86_400_000)
  while ((await telemetry.flush()).left > 0);
  const batches = telemetry.sink.received.map(
    (body) => JSON.parse(body) as { events: object[]; context: object; drift: object },
  )
  expect(JSON.stringify(batches.map(({ drift }) => drift))).toContain('"masked"')
  const sent = JSON.stringify(batches.map(({ events, context }) => [events, context]))
  for (const text of [JSON.stringify(records), sent])
    for (const secret of ['zephyr', user, org, '"pause"', '"paid"']) expect(text).not.toContain(secret)
})
