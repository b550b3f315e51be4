import { choice, defineContract, event, flag, rollup } from '@plainsight/contract'
import { noiseChances, noiseShare, noisyValue } from '@plainsight/contract/noise'
import { describe, expect, it } from 'vitest'
import { createTestSession } from '../fixtures/test-session.ts'
import { createTestTelemetry, type TestOptions, type TestTelemetry } from '../testing.ts'

const VALUES = ['none', 'small', 'large', 'other']
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: {
    license: choice(['none', 'small', 'large'], 'Which licence', { noise: { epsilon: 1 } }),
    paid: flag('Whether it is paid for', { noise: { epsilon: 1 } }),
    plain: flag('Something else'),
  },
  events: {
    licensed: event({
      what: '',
      why: '',
      readBy: ['x'],
      once: 'month',
      fields: { license: 'required', plain: 'optional' },
    }),
    paying: rollup({ what: '', why: '', readBy: ['x'], once: 'install', by: ['paid'] }),
  },
})

type Telemetry = TestTelemetry<typeof contract>
const make = (options: TestOptions = {}): Telemetry => createTestTelemetry(contract, options)
describe('a noisy field', () => {
  it('says the truth and each other value as often as its ε says', () => {
    const machines = 1_500
    const counts = new Map<unknown, number>()
    for (let i = 0; i < machines; i++) {
      const telemetry = make()
      telemetry.record('licensed', { license: 'small' })
      const [record] = telemetry.records as unknown as readonly { fields: { license: string } }[]
      const value = record!.fields.license
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const { truth, lie } = noiseChances(1, VALUES.length)
    for (const value of VALUES) {
      const chance = value === 'small' ? truth : lie
      // Five standard errors: one run in a million is unlucky.
      const error = 5 * Math.sqrt((chance * (1 - chance)) / machines)
      expect(Math.abs((counts.get(value) ?? 0) / machines - chance)).toBeLessThan(error)
    }
  })

  it('says the same of the same truth always, and that of the vectors', () => {
    const secret = new Uint8Array(32)
    expect(noisyValue(VALUES, 'small', 1, noiseShare(secret, 'acme', 'license', 'small'))).toBe(
      noisyValue(VALUES, 'small', 1, noiseShare(secret, 'acme', 'license', 'small')),
    )
    for (let machine = 0; machine < 30; machine++) {
      const telemetry = make()
      const answers = new Set<unknown>()
      for (const month of ['2026-11', '2026-12', '2027-01', '2027-02']) {
        telemetry.clock.set(`${month}-05T10:00Z`)
        telemetry.record('licensed', { license: 'large' })
        const last = (telemetry.records as unknown as readonly { at: string; fields: { license: string } }[]).find(
          ({ at }) => at.startsWith(month),
        )
        answers.add(last?.fields.license)
      }
      expect(answers.size).toBe(1)
    }
  })

  it('says something once for each different truth, whatever was said before', () => {
    const telemetry = make()
    for (let i = 0; i < 3; i++)
      for (const license of ['none', 'small', 'large'] as const) telemetry.record('licensed', { license })
    expect(telemetry.records).toHaveLength(3)
  })

  it('leaves the fields beside it as they are, and what is missing missing', () => {
    const telemetry = make()
    telemetry.record('licensed', { license: 'small', plain: true })
    telemetry.record('licensed', { plain: true } as never)
    expect(telemetry.records).toMatchObject([{ fields: { plain: true } }])
  })

  it('of a counter lies as well', () => {
    const told = new Set<unknown>()
    for (let machine = 0; machine < 80; machine++) {
      const telemetry = make()
      telemetry.counter('paying', { paid: true }).add()
      telemetry.record('paying', { paid: true })
      expect(telemetry.records).toHaveLength(1)
      told.add((telemetry.records as unknown as readonly { by: { paid: boolean } }[])[0]?.by.paid)
    }
    expect(told).toEqual(new Set([true, false]))
  })

  it('is the truth where nothing leaves', () => {
    for (let machine = 0; machine < 30; machine++) {
      const { session, memory, files } = createTestSession(contract, {}, (world) => ({
        ...world,
        env: { ACME_TELEMETRY: 'local' },
      }))
      session.record('licensed', { license: 'small' })
      session.keep()
      expect(memory.files.get(files.local)?.bytes.toString()).toContain('"f":{"license":"small"}')
      expect(memory.files.has(files.pending)).toBe(false)
    }
  })
})
