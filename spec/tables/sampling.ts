import { createHash, createHmac } from 'node:crypto'
import type { VectorCase, VectorFile } from './vector-file.ts'

const ZERO = '00'.repeat(32)
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37) % 256)).toString('hex')

// The first 53 bits of the key, by whole numbers: (bits, 2^53) is exact as a double.
function machine(secret: string, contract: string, scope: string, period: string, event: string): number {
  const message = ['plainsight-key/1', contract, scope, period, `sample/${event}`].join('\n')
  const key = createHmac('sha256', Buffer.from(secret, 'hex')).update(message).digest('hex')
  return Number(BigInt(`0x${key.slice(0, 14)}`) >> 3n) / 2 ** 53
}

function run(id: string): number {
  return Number(BigInt(`0x${createHash('sha256').update(id).digest('hex').slice(0, 8)}`)) / 0xffff_ffff
}

const machines: readonly (readonly [
  says: string,
  secret: string,
  identity: string,
  scope: string,
  day: string,
  period: string,
  event: string,
])[] = [
  ['a month', ZERO, 'month', 'month', '2026-11-19', '2026-11', 'project.indexed'],
  ['another event of the same machine is another decision', ZERO, 'month', 'month', '2026-11-19', '2026-11', 'seen'],
  ['another machine', SECRET, 'month', 'month', '2026-11-19', '2026-11', 'project.indexed'],
  ['the next month is another decision', SECRET, 'month', 'month', '2026-12-01', '2026-12', 'project.indexed'],
  ['a week', SECRET, 'week', 'week', '2027-01-01', '2026-W53', 'project.indexed'],
  ['a day', SECRET, 'day', 'day', '2026-11-19', '2026-11-19', 'project.indexed'],
  ['an installation', SECRET, 'install', 'install', '2026-11-19', '-', 'project.indexed'],
  ['without an id, one decision per installation', SECRET, 'none', 'install', '2026-11-19', '-', 'project.indexed'],
  ['without an id, on any day', SECRET, 'none', 'install', '2031-01-01', '-', 'project.indexed'],
  [
    'an id of the run decides nothing about the machine',
    SECRET,
    'run',
    'install',
    '2026-11-19',
    '-',
    'project.indexed',
  ],
]

const runs = [
  '3d27438a24ae39cbfdc293bf20fca18a',
  '00000000000000000000000000000000',
  'ffffffffffffffffffffffffffffffff',
]

const decisions: readonly (readonly [says: string, share: number, rate: number, is: boolean])[] = [
  ['a share below the rate is in', 0.249, 0.25, true],
  ['a share at the rate is not', 0.25, 0.25, false],
  ['the smallest share is in any sample', 0, 0.000_001, true],
  ['the largest share of a run is in the whole', 1, 1, true],
  ['and in nothing less', 1, 0.999_999, false],
]

const rates: readonly (readonly [
  says: string,
  sampling: object | null,
  tenant: number | string | null,
  rate: number,
])[] = [
  ['nothing declared is everything', null, null, 1],
  ['the declared rate', { rate: 0.25 }, null, 0.25],
  ['nought is no rate', { rate: 0 }, null, 1],
  ['less is none either', { rate: -1 }, null, 1],
  ['nor is more than all', { rate: 1.5 }, null, 1],
  ['nor a text', { rate: 'half' }, null, 1],
  ['a tenant takes less, down to minRate', { rate: 0.5, minRate: 0.1 }, 0.2, 0.2],
  ['and not less than that', { rate: 0.5, minRate: 0.1 }, 0.01, 0.1],
  ['a tenant takes more', { rate: 0.5, minRate: 0.1 }, 0.75, 0.75],
  ['without a minRate not less than the rate', { rate: 0.5 }, 0.1, 0.5],
  ['what is no rate of a tenant is everything', { rate: 0.5, minRate: 0.1 }, 0, 1],
  ['an event that is not sampled has no rate for a tenant', null, 0.1, 1],
]

const keeps: readonly (readonly [says: string, keep: readonly object[], values: object, is: boolean])[] = [
  ['one value', [{ success: false }], { success: false }, true],
  ['another value', [{ success: false }], { success: true }, false],
  ['an absent value meets nothing', [{ success: false }], {}, false],
  ['one of a list', [{ outcome: ['error', 'aborted'] }], { outcome: 'aborted' }, true],
  ['none of a list', [{ outcome: ['error', 'aborted'] }], { outcome: 'ok' }, false],
  ['from a number on', [{ duration: { min: 5000 } }], { duration: 5000 }, true],
  ['below it', [{ duration: { min: 5000 } }], { duration: 4999 }, false],
  ['up to a number', [{ duration: { max: 10 } }], { duration: 10 }, true],
  ['above it', [{ duration: { max: 10 } }], { duration: 11 }, false],
  ['a text is in no range', [{ duration: { min: 0 } }], { duration: '7' }, false],
  [
    'all fields of one condition',
    [{ outcome: ['error'], duration: { min: 5 } }],
    { outcome: 'error', duration: 4 },
    false,
  ],
  [
    'any of several conditions',
    [{ outcome: ['error'] }, { duration: { min: 5 } }],
    { outcome: 'ok', duration: 5 },
    true,
  ],
  ['an empty condition keeps nothing', [{}], { outcome: 'ok' }, false],
  ['no condition keeps nothing', [], { outcome: 'error' }, false],
]

export const samplingVectors: VectorFile = {
  path: 'sampling.json',
  about:
    'Samples (privacy.md, 4): the share of a machine, of a run, what a share decides, the rate in force, and conditions on admitted values that keep a record whatever the rate.',
  cases: [
    ...machines.map(([says, secret, identity, scope, day, period, event]): VectorCase => ({
      says,
      secret,
      contract: 'acme',
      identity,
      day,
      event,
      share: machine(secret, 'acme', scope, period, event),
    })),
    ...runs.map((id): VectorCase => ({ says: `the run ${id.slice(0, 8)}…`, run: id, share: run(id) })),
    ...decisions.map(([says, share, rate, is]): VectorCase => ({ says, share, rate, in: is })),
    ...rates.map(([says, sampling, tenant, rate]): VectorCase => ({ says, sampling, tenant, inForce: rate })),
    ...keeps.map(([says, keep, values, is]): VectorCase => ({ says, keep, values, kept: is })),
  ],
}
