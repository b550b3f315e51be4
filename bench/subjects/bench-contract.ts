import { bucket, choice, defineContract, duration, event, flag, rollup } from '@plainsight/client/contract'

/**
 * The contract that everything here is measured with: a counter of five dimensions and a measure, which makes six fields a call, an
 * occurrence of the same six, and one that carries a scoped id. The dimensions have 9 × 4 × 2 × 6 × 6 combinations, so a thousand live ones are easily had.
 */
export const benchContract = defineContract({
  name: 'bench',
  version: '1.0.0',
  title: 'Bench',
  description: 'What the benchmarks record.',
  owners: ['@bench/owners'],
  destinations: [{ name: 'the bench itself', host: '127.0.0.1', kind: 'plainsight' }],
  population: 100_000,
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os', 'arch', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    command: choice(['init', 'build', 'test', 'lint', 'deploy', 'watch', 'clean', 'help'], 'Which command ran'),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    cached: flag('Whether the cache was used'),
    files: bucket([10, 100, 1_000, 10_000], 'Files in the project, coarse'),
    tool: choice(['npm', 'pnpm', 'yarn', 'bun', 'none'], 'Which package manager is used'),
    duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'Which commands work and where they fail',
      readBy: ['chart:commands'],
      by: ['command', 'outcome', 'cached', 'files', 'tool'],
      measure: ['duration'],
    }),
    'project.indexed': event({
      what: 'A project was indexed',
      why: 'Size classes to tune for',
      readBy: ['chart:sizes'],
      fields: {
        command: 'required',
        outcome: 'required',
        cached: 'required',
        files: 'required',
        tool: 'required',
        duration: 'optional',
      },
    }),
    'session.ended': event({
      what: 'A session ended',
      why: 'How long people stay with it',
      readBy: ['chart:sessions'],
      identity: 'week',
      identityReason: 'Sessions of one machine in a week are told apart from sessions of many.',
      fields: {
        command: 'required',
        outcome: 'required',
        cached: 'required',
        files: 'required',
        tool: 'required',
        duration: 'optional',
      },
    }),
  },
})
