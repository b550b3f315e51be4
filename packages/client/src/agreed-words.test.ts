import { choice, defineContract, event, flag } from '@plainsight/contract'
import { compileContract, yesCovers, type Station } from '@plainsight/contract/judge'
import { expect, it } from 'vitest'
import { createTestTelemetry } from './testing.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const
const words = ['build', 'list'] as const

/** The contract before and after a step in which a word came, which needs no mark, and a field, which has one. */
const before = defineContract({
  name: 'acme',
  version: '1.2.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(words, 'Which command ran', { transient: true }) },
  events: { ran: event({ ...said, fields: { command: 'required' } }) },
})
const after = defineContract({
  ...before,
  version: '1.3.0',
  fields: {
    command: choice([...words, 'deploy'], 'Which command ran', { transient: true }),
    dry: flag('Whether it only tried', { since: '1.3.0', transient: true }),
  },
  events: { ran: event({ ...said, fields: { command: 'required', dry: 'optional' } }) },
})

it('a word that came with a field is refused under the version that was agreed to, and it alone, until the person answers', async () => {
  expect(yesCovers(after, '1.2.0')).toBe('part')
  const telemetry = createTestTelemetry(after, { agreed: '1.2.0' })
  const sendDay = async (): Promise<{ version: string; day: string; events: unknown[] }> => {
    const had = telemetry.sink.received.length
    telemetry.record('ran', { command: 'build', dry: true })
    telemetry.record('ran', { command: 'deploy', dry: true })
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    return JSON.parse(telemetry.sink.received[had] as string)
  }
  const first = await sendDay()
  expect(first.version).toBe('1.2.0')
  const at = (day: string, version: string): Station => ({ source: 'cli', service: false, day, version })
  const old = compileContract(before)
  const verdicts = first.events.map((record) => old.judge(record, at(first.day, '1.2.0')))
  // The command that people were told of is kept without the field that they were not; the other is no record of theirs.
  expect(verdicts.map(({ kind }) => kind)).toEqual(['kept', 'dropped'])
  expect(verdicts[0]).toMatchObject({ record: { fields: { command: 'build' } } })
  expect(JSON.stringify(first.events)).not.toContain('dry')
  telemetry.setConsent('on')
  const second = await sendDay()
  expect(second.version).toBe('1.3.0')
  const now = compileContract(after)
  expect(second.events.map((record) => now.judge(record, at(second.day, '1.3.0')).kind)).toEqual(['kept', 'kept'])
  expect(JSON.stringify(second.events)).toContain('"deploy"')
})
