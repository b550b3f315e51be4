/** The text of a contract that keeps every rule; `edit` changes it before it is given. */
export function sampleContract(edit: (text: string) => string = (text) => text): string {
  return edit(`import { choice, defineContract, duration, rollup } from '@plainsight/client/contract'

export default defineContract({
  name: 'sample',
  version: '1.0.0',
  title: 'Sample',
  description: 'A tool to test with.',
  owners: ['@sample/dx'],
  destinations: [{ name: 'our collector', host: 'telemetry.sample.example', kind: 'plainsight' }],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['list', 'build'], 'Which command ran', { transient: true }),
    duration: duration('How long it took'),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'Which commands work',
      readBy: ['chart:commands'],
      by: ['command'],
      measure: ['duration'],
    }),
  },
})
`)
}
