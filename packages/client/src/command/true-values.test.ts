import { describe, expect, it } from 'vitest'
import { choice, defineContract, event } from '../contract.ts'
import { createTestTelemetry } from '../testing.ts'
import type { OwnNumbers } from './own-numbers.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { editor: choice(['vi', 'emacs', 'nano', 'code'], 'Which editor', { noise: { epsilon: 0.01 } }) },
  events: { 'editor.used': event({ what: '', why: '', readBy: ['x'], once: 'month', fields: { editor: 'required' } }) },
})

const EDITORS = ['vi', 'emacs', 'nano', 'code'] as const

async function reported(telemetry: { command: ReturnType<typeof createTestTelemetry>['command'] }): Promise<unknown[]> {
  let text = ''
  const output = { print: (said: string) => void (text += said), complain: () => {} }
  expect(await telemetry.command('report', { json: true }, output)).toBe(0)
  return (JSON.parse(text) as OwnNumbers).rows.map(({ values, where, count }) => [values['editor'], where, count])
}

describe('the own report of a noisy field', () => {
  it('shows the truth, whatever was said in its place, before it leaves and after', async () => {
    let different = 0
    for (let machine = 0; machine < 12; machine++) {
      const telemetry = createTestTelemetry(contract)
      for (const editor of EDITORS) telemetry.record('editor.used', { editor })
      await telemetry.flush()
      const waiting = await reported(telemetry)
      expect(new Set(waiting.map((row) => (row as string[])[0]))).toEqual(new Set(EDITORS))
      expect(waiting.map((row) => (row as unknown[]).slice(1))).toEqual(EDITORS.map(() => ['waiting', 1]))
      telemetry.clock.advance(86_400_000)
      await telemetry.flush()
      const said = telemetry.batches.flatMap(({ events }) =>
        events.map((record) => (record as { fields?: { editor?: string } }).fields?.editor),
      )
      expect(said).toHaveLength(4)
      if (new Set(said).size < EDITORS.length) different++
      expect(new Set((await reported(telemetry)).map((row) => (row as string[])[0]))).toEqual(new Set(EDITORS))
    }
    // That what left was not the truth is the point: at ε 0.01 a machine says something else nearly always.
    expect(different).toBeGreaterThan(0)
  })
})
