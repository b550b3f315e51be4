import { choice, defineContract, rollup } from '@plainsight/contract'
import { expect, it } from 'vitest'
import { createTestTelemetry } from '../testing.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(['build'], 'x') },
  events: { used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }) },
})

it.each([
  ['on', () => 'on', 'on'],
  ['unknown', () => 'unknown', 'on'],
  ['off', () => 'off', 'off'],
  ['a promise of on', () => Promise.resolve('on'), 'off'],
  ['a promise of off', () => Promise.resolve('off'), 'off'],
  ['nothing', () => undefined, 'off'],
  ['false', () => false, 'off'],
  ['no', () => 'no', 'off'],
  [
    'an error',
    () => {
      throw new Error('x')
    },
    'off',
  ],
])('a host that says %s is understood, and what is no answer is a no', (_, hostConsent, state) => {
  const telemetry = createTestTelemetry(contract, { hostConsent: hostConsent as never })
  telemetry.record('used', { command: 'build' })
  expect([telemetry.status().state, telemetry.records.length]).toEqual([state, state === 'on' ? 1 : 0])
})
