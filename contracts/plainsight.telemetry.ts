import { choice, defineContract, duration, rollup } from '@plainsight/client/contract'

// Everything that the `plainsight` command may report of itself. What is not in this file cannot be counted, sent, stored or drawn.
export default defineContract({
  name: 'plainsight',
  version: '1.0.0',
  title: 'Plainsight',
  description: 'The command that checks contracts, makes their pages and runs the collector.',
  owners: ['the maintainers of Plainsight'],
  domain: 'tooling',
  stability: 'experimental',
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os', 'runtimeVersion', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    command: choice(
      ['new', 'check', 'generate', 'diff', 'dev', 'kit off', 'kit leaks', 'serve', 'ask', 'export'],
      'Which command ran; never what it was given',
      { transient: true },
    ),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    exit: choice(['done', 'finding', 'wrong-use', 'outside'], 'What its exit code means', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command of plainsight ended',
      why: 'To see which commands are used, which of them end without what was asked for, and which have become slow',
      who: 'The person at the terminal, or the job that ran it',
      readBy: ['chart:commands', 'chart:durations'],
      signal: 'adoption',
      tags: ['cli'],
      by: { command: 'required', outcome: 'required', exit: 'optional' },
      measure: ['duration'],
    }),
  },
})
