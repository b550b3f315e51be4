import { bucket, choice, defineContract, duration, event, flag, rollup } from '@plainsight/client/contract'

// Everything that acme may report. What is not in this file cannot be counted, sent, stored or drawn.
export default defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme notes',
  description: 'Finds and sums up the notes that people leave in their source code.',
  owners: ['@acme/tools'],
  docs: 'https://acme.example/telemetry',
  destinations: [
    { name: 'the collector of the people who make acme', host: 'telemetry.acme.example', kind: 'plainsight' },
  ],
  consent: { preset: 'notice' },
  sources: ['cli'],
  context: ['os', 'arch', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    command: choice(['list', 'count', 'check', 'init', 'report'], 'Which command ran', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
    files: bucket([100, 1_000, 10_000], 'How many files were looked at', { unit: 'files' }),
    notes: bucket([1, 10, 100, 1_000], 'How many notes were found', { unit: 'notes', whole: true }),
    passed: flag('Whether the notes stayed within their limits', { transient: true }),
    limits: choice(['settings', 'option', 'none'], 'Where the limits came from', { transient: true }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'To see which commands people use, which of them fail, and which have become slow',
      who: 'The person at the terminal',
      readBy: ['chart:commands', 'chart:durations'],
      signal: 'adoption',
      by: ['command', 'outcome'],
      measure: ['duration'],
    }),
    'limits.checked': rollup({
      what: 'The notes were held against their limits',
      why: 'To see whether limits are used at all, and from where, before more is built on them',
      readBy: ['chart:limits'],
      signal: 'adoption',
      context: ['os'],
      by: ['passed', 'limits'],
    }),
    'tree.scanned': event({
      what: 'A source tree was looked through',
      why: 'To tune the search for the sizes of trees that people have',
      readBy: ['chart:tree-sizes'],
      context: ['os'],
      fields: { files: 'required', notes: 'required', duration: 'optional' },
      retention: 30,
    }),
  },
})
