import { choice, defineContract, duration, event, flag, measure, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { createTestTelemetry } from '../testing.ts'
import type { FiredAlert } from './alert-monitor.ts'

const MINUTE = 60_000
const alert = { minimumSample: 4, windowMinutes: 10, coolDownMinutes: 30, actions: ['alert', 'propose'] } as const
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['api'],
  presence: false,
  fields: {
    step: choice(['parse', 'emit'], 'x'),
    duration: duration('x', { unit: 'ms', max: 3_600_000 }),
    price: measure('x', { unit: 'EUR', max: 100, decimals: 2 }),
    good: flag('x'),
  },
  events: {
    step: event({
      what: '',
      why: '',
      readBy: ['alert:slow'],
      fields: { step: 'required', duration: 'optional', price: 'optional' },
      alerts: [
        { metric: 'duration', max: 1_500, ...alert },
        { metric: 'price', min: 0.5, ...alert, minimumSample: 2 },
      ],
    }),
    called: rollup({
      what: '',
      why: '',
      readBy: ['alert:busy'],
      by: ['good'],
      measure: ['duration'],
      alerts: [
        { metric: 'count', max: 5, ...alert },
        { metric: 'count', min: 2, ...alert, minimumSample: 1, actions: ['log'] },
        { metric: 'duration', max: 100, ...alert },
      ],
    }),
  },
})

function watched(): { telemetry: ReturnType<typeof createTestTelemetry<typeof contract>>; fired: FiredAlert[] } {
  const fired: FiredAlert[] = []
  const telemetry = createTestTelemetry(contract, { onAlert: (one) => fired.push(one) })
  return { telemetry, fired }
}

it('a listener that is asynchronous may fail: it is told as a fault, and ends nothing', async () => {
  const faults: string[] = []
  const telemetry = createTestTelemetry(contract, {
    onAlert: (() => Promise.reject(new Error('no mail'))) as never,
    onError: (error) => void faults.push(String(error)),
  })
  for (let i = 0; i < 9; i++) telemetry.record('step', { step: 'parse', duration: 4_000 })
  await new Promise((resolve) => setImmediate(resolve))
  expect(faults).toEqual(['Error: no mail'])
})

describe('an alert of the contract', () => {
  it('holds when the mean of its window passes the border, and not before enough were seen', () => {
    const { telemetry, fired } = watched()
    for (const took of [4_000, 4_000, 4_000]) telemetry.record('step', { step: 'parse', duration: took })
    expect(fired).toEqual([])
    telemetry.record('step', { step: 'parse', duration: 0 })
    expect(fired).toEqual([
      {
        event: 'step',
        metric: 'duration',
        bound: 'max',
        threshold: 1_500,
        value: 3_000,
        sample: 4,
        windowMinutes: 10,
        at: telemetry.clock.now(),
        actions: ['alert', 'propose'],
      },
    ])
  })

  it('forgets what is older than its window', () => {
    const { telemetry, fired } = watched()
    for (let i = 0; i < 3; i++) telemetry.record('step', { step: 'parse', duration: 9_000 })
    telemetry.clock.advance(10 * MINUTE)
    for (let i = 0; i < 3; i++) telemetry.record('step', { step: 'parse', duration: 9_000 })
    expect(fired).toEqual([])
    telemetry.clock.advance(9 * MINUTE)
    telemetry.record('step', { step: 'parse', duration: 9_000 })
    expect(fired.map(({ sample }) => sample)).toEqual([4])
  })

  it('is quiet while it cools down, and is told again after', () => {
    const { telemetry, fired } = watched()
    for (let minute = 0; minute < 61; minute++) {
      telemetry.record('step', { step: 'emit', duration: 2_000 })
      telemetry.clock.advance(MINUTE)
    }
    // From the fourth value on, and then each half hour.
    expect(fired.map(({ at }) => (at - fired[0]!.at) / MINUTE)).toEqual([0, 30])
  })

  it('passes over values that are absent or were left out', () => {
    const { telemetry, fired } = watched()
    for (let i = 0; i < 20; i++) telemetry.record('step', { step: 'parse' })
    for (let i = 0; i < 20; i++) telemetry.record('step', { step: 'parse', duration: Number.NaN })
    for (let i = 0; i < 20; i++) telemetry.record('step', { step: 'parse', duration: 'long' as never })
    expect(fired).toEqual([])
  })

  it('speaks in the unit of its field, and knows a lower border', () => {
    const { telemetry, fired } = watched()
    telemetry.record('step', { step: 'emit', price: 0.9 })
    telemetry.record('step', { step: 'emit', price: 0.05 })
    expect(fired).toMatchObject([{ metric: 'price', bound: 'min', threshold: 0.5, sample: 2 }])
    expect(fired[0]?.value).toBeCloseTo(0.475)
  })

  it('counts records, too many at once, and too few only of a whole window', () => {
    const { telemetry, fired } = watched()
    telemetry.record('called', { good: true })
    expect(fired).toEqual([])
    telemetry.clock.advance(11 * MINUTE)
    telemetry.record('called', { good: true })
    expect(fired).toMatchObject([{ metric: 'count', bound: 'min', value: 1, actions: ['log'] }])
    for (let i = 0; i < 5; i++) telemetry.record('called', { good: true, duration: 1 })
    expect(fired.slice(1)).toMatchObject([{ metric: 'count', bound: 'max', value: 6 }])
  })

  it('sees a counter’s measures, those of bound counters too', () => {
    const { telemetry, fired } = watched()
    const bound = telemetry.counter('called', { good: false })
    for (let i = 0; i < 4; i++) bound.add({ duration: 400 })
    expect(fired.filter(({ metric }) => metric === 'duration')).toMatchObject([{ value: 400, sample: 4 }])
    expect(telemetry.records).toMatchObject([{ name: 'called', by: { good: false }, count: 4 }])
  })

  it('changes nothing of what is recorded, with a listener that throws, and without one', () => {
    const faults: unknown[] = []
    const plain = createTestTelemetry(contract)
    const throwing = createTestTelemetry(contract, {
      onError: (error) => faults.push(error),
      onAlert() {
        throw new Error('of the host')
      },
    })
    for (const telemetry of [plain, throwing])
      for (let i = 0; i < 8; i++) telemetry.record('called', { good: true, duration: 500 })
    expect(throwing.records).toEqual(plain.records)
    expect(faults.map(String)).toContain('Error: of the host')
  })

  it('is not watched while nothing is counted', () => {
    const fired: unknown[] = []
    const telemetry = createTestTelemetry(contract, { consent: 'undecided', onAlert: (one) => fired.push(one) })
    for (let i = 0; i < 20; i++) telemetry.record('step', { step: 'parse', duration: 9_000 })
    expect(fired).toEqual([])
  })
})
