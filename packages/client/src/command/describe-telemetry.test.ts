import { expect, it } from 'vitest'
import { createTestTelemetry } from '../testing.ts'
import { choice, defineContract, rollup } from '../contract.ts'
import { describeChange } from './describe-telemetry.ts'

const contract = defineContract({
  name: 'my-tool',
  version: '1.0.0',
  title: '',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: { command: choice(['a'], 'x', { transient: true }) },
  events: { ran: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }) },
})

it('a choice that could not be stored says where, and what says the same', () => {
  const status = { ...createTestTelemetry(contract).status(), folder: '/state/my-tool' }
  const said = (['on', 'off', 'local'] as const).map((word) => describeChange(word, { stored: false, status }))
  expect(said[1]).toMatch(/^The choice could not be stored in \/state\/my-tool\.\nMY_TOOL_TELEMETRY=0 says the same/)
  expect(said[0]).toContain('MY_TOOL_TELEMETRY=1 ')
  expect(said[2]).toContain('MY_TOOL_TELEMETRY=local ')
})

it('a yes that does not hold is not said to', () => {
  const { status } = createTestTelemetry(contract, { env: { DO_NOT_TRACK: '1' } }).setConsent('on')
  expect(describeChange('on', { stored: true, status })).toBe('Your choice is stored: on.')
})
