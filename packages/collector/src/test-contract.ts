import {
  bucket,
  choice,
  defineContract,
  duration,
  errors,
  event,
  hash,
  id,
  rollup,
  type Contract,
} from '@plainsight/contract'
import { makeLock, type Lock } from '@plainsight/contract/lock'

const said = { what: 'Something happened', why: 'A test needs it', readBy: ['chart:tests'] } as const

/** The lock of the contract that this room's tests send to, with what a test wants otherwise. */
export function testLock(over: Partial<Contract> = {}): Lock {
  const contract = defineContract({
    name: 'acme',
    version: '1.2.0',
    title: 'Acme CLI',
    description: 'A contract for tests.',
    owners: ['@acme/dx'],
    docs: 'https://acme.example/telemetry',
    consent: { preset: 'opt-in' },
    sources: ['cli', 'mcp'],
    context: ['os', 'arch'],
    presence: { by: 'os' },
    environment: ['ci', 'os'],
    retention: { raw: 90 },
    fields: {
      command: choice(['init', 'build', 'deploy'], 'Which command ran'),
      outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
      duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
      files: bucket([100, 1_000, 10_000], 'Files in the project'),
      org: id('org', 'The organisation'),
      page: hash('project', 'The project'),
    },
    events: {
      'command.completed': rollup({ ...said, by: ['command', 'outcome'], measure: ['duration'] }),
      'command.used': rollup({ ...said, sources: ['cli'], context: ['os'], identity: 'month', by: ['command'] }),
      'project.indexed': event({
        ...said,
        context: [],
        identity: 'month',
        fields: { files: 'required', duration: 'optional', org: 'optional', page: 'optional' },
        sampling: { rate: 0.25, minRate: 0.1 },
        retention: 30,
      }),
      'program.failed': errors({
        ...said,
        codes: ['E_CONFIG'],
        packages: ['commander'],
        fields: { command: 'optional' },
      }),
      'build.published': event({ ...said, acceptFrom: 'service', fields: { outcome: 'required' } }),
    },
    ...over,
  } as Contract)
  return makeLock(contract, undefined, '2026-11-01')
}
