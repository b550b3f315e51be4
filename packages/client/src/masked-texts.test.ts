import { defineContract, event, text } from '@plainsight/contract'
import { expect, it } from 'vitest'
import { createTestTelemetry } from './testing.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { answer: text('What the tool answered', { max: 200 }) },
  events: {
    'answer.given': event({
      what: 'x',
      why: 'x',
      readBy: ['report:x'],
      privacy: 'diagnostic',
      channel: 'answers',
      fields: { answer: 'required' },
    }),
  },
})

const SAID = 'Zephyrbank-Prod said zbl-purplewhale with licence="blue giraffes run" and sixsided'

function told(options: Parameters<typeof createTestTelemetry>[1]): string {
  const telemetry = createTestTelemetry(contract, options)
  telemetry.setConsent('on', { channel: 'answers' })
  telemetry.record('answer.given', { answer: SAID })
  return JSON.stringify(telemetry.records)
}

it('a text is masked by what the host says is secret, besides what always is', () => {
  expect(told({})).toContain(JSON.stringify(SAID).slice(1, -1))
  const masked = told({
    mask: {
      secrets: ['zephyrbank', undefined, 'sixsided'],
      patterns: [{ starts: 'zbl-', least: 8 }],
      names: ['licence'],
    },
  })
  expect(masked).toContain('[masked]')
  for (const secret of ['ephyrbank', 'purplewhale', 'giraffes', 'sixsided']) expect(masked).not.toContain(secret)
})
