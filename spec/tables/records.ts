import { normalContract } from '@plainsight/contract/judge'
import { acme } from './acme.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

const ID = '3d27438a24ae39cbfdc293bf20fca18a'
const HASH = '0123456789abcdef0123456789abcdef'

type Drift = readonly (readonly [event: string, field: string, reason: string])[]

const RUN = 'command.completed'
const INDEXED = 'project.indexed'
const CHECK = 'check.completed'

// [sentence, event, what a call site gives, the record or the reason, drift]; hashes are the constant `hash`.
const admitted: readonly (readonly [says: string, event: string, given: unknown, kept: unknown, drift?: Drift])[] = [
  [
    'a counter counts one',
    RUN,
    { command: 'build', outcome: 'ok' },
    { name: RUN, by: { command: 'build', outcome: 'ok' }, count: 1 },
  ],
  [
    'an alias becomes its word',
    RUN,
    { command: 'b', outcome: 'ok' },
    { name: RUN, by: { command: 'build', outcome: 'ok' }, count: 1 },
  ],
  [
    'what is not on the list becomes other',
    RUN,
    { command: 'nuke', outcome: 'ok' },
    { name: RUN, by: { command: 'other', outcome: 'ok' }, count: 1 },
    [[RUN, 'command', 'other']],
  ],
  [
    'a word outside a narrowed list becomes other',
    RUN,
    { command: 'init', outcome: 'aborted' },
    { name: RUN, by: { command: 'init', outcome: 'other' }, count: 1 },
    [[RUN, 'outcome', 'other']],
  ],
  [
    'measures are rounded, summed and sorted into buckets',
    RUN,
    { command: 'init', outcome: 'ok', duration: 1_234.5, cost: 1.29 },
    {
      name: RUN,
      by: { command: 'init', outcome: 'ok' },
      count: 1,
      measure: { duration: { sum: 1_200, hist: { '40': 1 } }, cost: { sum: 130, hist: { '28': 1 } } },
    },
  ],
  [
    'a measure of zero has its own bucket',
    RUN,
    { command: 'init', outcome: 'ok', duration: 0.2 },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1, measure: { duration: { sum: 0, hist: { z: 1 } } } },
  ],
  [
    'a measure that is no number is left out, and the counter counts',
    RUN,
    { command: 'init', outcome: 'ok', duration: '12ms' },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1 },
    [[RUN, 'duration', 'off-type']],
  ],
  [
    'an optional dimension may be absent, null or undefined',
    RUN,
    { command: 'init', outcome: 'ok', cached: null },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1 },
  ],
  [
    'an optional dimension of another type is left out',
    RUN,
    { command: 'init', outcome: 'ok', cached: 'yes' },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1 },
    [[RUN, 'cached', 'off-type']],
  ],
  [
    'a required dimension that is absent drops the record',
    RUN,
    { command: 'init' },
    'missing-field',
    [[RUN, '*', 'missing-field']],
  ],
  ['no values at all', RUN, undefined, 'missing-field', [[RUN, '*', 'missing-field']]],
  [
    'a text instead of values',
    RUN,
    'build',
    'missing-field',
    [
      [RUN, '*', 'off-type'],
      [RUN, '*', 'missing-field'],
    ],
  ],
  [
    'a list instead of values',
    RUN,
    ['build', 'ok'],
    'missing-field',
    [
      [RUN, '*', 'off-type'],
      [RUN, '*', 'missing-field'],
    ],
  ],
  [
    'a field that is not declared is left out, and its name is nowhere',
    RUN,
    { command: 'init', outcome: 'ok', path: '/home/anna' },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1 },
    [[RUN, 'undeclared', 'unknown-field']],
  ],
  [
    'a field of another event is not declared for this one',
    RUN,
    { command: 'init', outcome: 'ok', files: 4 },
    { name: RUN, by: { command: 'init', outcome: 'ok' }, count: 1 },
    [[RUN, 'undeclared', 'unknown-field']],
  ],
  [
    'a constant stands in',
    CHECK,
    { outcome: 'ok' },
    { name: CHECK, by: { command: 'build', outcome: 'ok' }, count: 1 },
  ],
  [
    'a constant may be given',
    CHECK,
    { command: 'build', outcome: 'ok' },
    { name: CHECK, by: { command: 'build', outcome: 'ok' }, count: 1 },
  ],
  [
    'another value than the constant is not taken',
    CHECK,
    { command: 'init', outcome: 'ok' },
    { name: CHECK, by: { command: 'build', outcome: 'ok' }, count: 1 },
    [[CHECK, 'command', 'not-on-list']],
  ],
  [
    'an occurrence has its time, its fields and, apart, its external ids',
    INDEXED,
    { files: 4_211, duration: 99.5, project: '/home/anna/work', org: ID },
    { name: INDEXED, at: '2026-11-19T13', ids: { org: ID }, fields: { files: '1k-10k', duration: 100, project: HASH } },
  ],
  [
    'an id of another form is left out',
    INDEXED,
    { files: 1, org: 'acme-inc' },
    { name: INDEXED, at: '2026-11-19T13', fields: { files: '<100' } },
    [[INDEXED, 'org', 'off-shape']],
  ],
  [
    'an event that is not declared',
    'nothing.declared',
    { files: 1 },
    'unknown-event',
    [['undeclared', '*', 'unknown-event']],
  ],
  [
    'an event called like something every object has',
    'constructor',
    {},
    'unknown-event',
    [['undeclared', '*', 'unknown-event']],
  ],
]

const cli = { source: 'cli', day: '2026-11-19', version: '1.2.0', service: false }
const server = { source: 'server', day: '2026-11-19', version: '1.2.0', service: true }
const row = { name: RUN, by: { command: 'build', outcome: 'ok' }, count: 6 }
const check = { name: CHECK, by: { command: 'build', outcome: 'ok' }, count: 1 }
const occurrence = { name: INDEXED, at: '2026-11-19T13', fields: { files: '<100' } }
const start = { name: 'server.started', at: '2026-11-19T13:05', fields: {} }
const spread = { duration: { sum: 5_300, hist: { '25': 2, '39': 3, '44': 1 } } }

// [sentence, wire, station, the kept record or the reason (`same`: kept as it is), drift]
type Judged = readonly [says: string, wire: unknown, station: typeof cli, kept: unknown, drift?: Drift]

const kept: readonly Judged[] = [
  ['a counter is kept', row, cli, 'same'],
  ['a counter with measures is kept', { ...row, measure: spread }, cli, 'same'],
  ['a counter with an optional dimension is kept', { ...row, by: { ...row.by, cached: false } }, cli, 'same'],
  ['the largest count is kept', { ...row, count: 10_000 }, cli, 'same'],
  ['an id is kept where the event has an identity', { ...check, id: ID }, cli, 'same'],
  ['an occurrence is kept', occurrence, cli, 'same'],
  ['an occurrence without a time is kept', { name: INDEXED, fields: { files: '<100' } }, cli, 'same'],
  [
    'an occurrence with everything is kept',
    { ...occurrence, rate: 0.25, id: ID, ids: { org: ID }, fields: { files: '<100', duration: 1_200, project: HASH } },
    cli,
    'same',
  ],
  ['a rate between the smallest and 1 is kept', { ...occurrence, rate: 0.1 }, cli, 'same'],
  ['an occurrence that a condition kept has the rate 1', { ...occurrence, rate: 1 }, cli, 'same'],
  ['a service may send what is taken from services', start, server, 'same'],
  [
    'an event is kept until the day it expires',
    start,
    { ...server, day: '2026-12-30' },
    'malformed',
    [['server.started', '*', 'malformed']],
  ],
  ['the last day of an event', { ...start, at: '2026-12-30T00:00' }, { ...server, day: '2026-12-30' }, 'same'],
  ['a presence row of a day', { name: 'plainsight.presence', fields: { grain: 'day', gap: 'first' } }, cli, 'same'],
  [
    'a presence row of a week',
    { name: 'plainsight.presence', fields: { grain: 'week', back: '4+', index: '52+' } },
    cli,
    'same',
  ],
  ['a presence row of a month', { name: 'plainsight.presence', fields: { grain: 'month' } }, server, 'same'],
]

const leftOut: readonly Judged[] = [
  [
    'a field that is not declared',
    { ...row, by: { ...row.by, path: '/home/anna' } },
    cli,
    row,
    [[RUN, 'undeclared', 'unknown-field']],
  ],
  [
    'the key __proto__',
    JSON.parse('{"name":"command.completed","by":{"command":"build","outcome":"ok","__proto__":{}},"count":6}'),
    cli,
    row,
    [[RUN, 'undeclared', 'unknown-field']],
  ],
  ['an attribute that no record has', { ...row, person: 'anna' }, cli, row, [[RUN, 'undeclared', 'unknown-field']]],
  [
    'an optional dimension of another type',
    { ...row, by: { ...row.by, cached: 'no' } },
    cli,
    row,
    [[RUN, 'cached', 'off-type']],
  ],
  ['an id where the event has no identity', { ...row, id: ID }, cli, row, [[RUN, 'id', 'unknown-field']]],
  ['an id of another shape', { ...check, id: ID.toUpperCase() }, cli, check, [[CHECK, 'id', 'off-shape']]],
  ['a rate where nothing is sampled', { ...row, rate: 0.5 }, cli, row, [[RUN, 'rate', 'out-of-range']]],
  ['a rate below the smallest', { ...occurrence, rate: 0.05 }, cli, occurrence, [[INDEXED, 'rate', 'out-of-range']]],
  ['a rate above 1', { ...occurrence, rate: 4 }, cli, occurrence, [[INDEXED, 'rate', 'out-of-range']]],
  [
    'a number with three digits',
    { ...occurrence, fields: { files: '<100', duration: 1_234 } },
    cli,
    occurrence,
    [[INDEXED, 'duration', 'off-shape']],
  ],
  [
    'an external id of another shape',
    { ...occurrence, ids: { org: 'acme-inc' } },
    cli,
    occurrence,
    [[INDEXED, 'org', 'off-shape']],
  ],
  [
    'an external id that is not declared',
    { ...occurrence, ids: { user: ID } },
    cli,
    occurrence,
    [[INDEXED, 'undeclared', 'unknown-field']],
  ],
  [
    'an external id among the fields',
    { ...occurrence, fields: { files: '<100', org: ID } },
    cli,
    occurrence,
    [[INDEXED, 'undeclared', 'unknown-field']],
  ],
  [
    'a measure that is not declared',
    { ...row, measure: { files: { sum: 1, hist: { '-1': 1 } } } },
    cli,
    row,
    [[RUN, 'undeclared', 'unknown-field']],
  ],
  ...(
    [
      ['with more values than the counter counted', { sum: 700, hist: { '26': 7 } }],
      ['whose sum is too small', { sum: 100, hist: { '26': 6 } }],
      ['whose sum is too large', { sum: 1_000, hist: { '26': 6 } }],
      ['without values', { sum: 0, hist: {} }],
      ['beyond its range', { sum: 2 ** 30, hist: { '119': 1 } }],
      ['with a bucket that is none', { sum: 100, hist: { '026': 1 } }],
      ['with half a value', { sum: 100, hist: { '26': 0.5 } }],
      ['with a sum below 0', { sum: -1, hist: { z: 1 } }],
      ['with a minimum beside', { sum: 100, hist: { '26': 1 }, min: 100 }],
      ['whose histogram is a list', { sum: 100, hist: [1] }],
      ['that is a number', 100],
    ] as const
  ).map(([says, duration]): Judged => [
    `a measure ${says}`,
    { ...row, measure: { duration } },
    cli,
    row,
    [[RUN, 'duration', 'off-shape']],
  ]),
]

const dropped: readonly (readonly [
  says: string,
  wire: unknown,
  station: typeof cli,
  reason: string,
  event?: string,
])[] = [
  [
    'a record of an event that is not declared',
    { ...row, name: 'nothing.declared' },
    cli,
    'unknown-event',
    'undeclared',
  ],
  ['a record called like something every object has', { ...row, name: 'toString' }, cli, 'unknown-event', 'undeclared'],
  ['a record without a name', { by: row.by, count: 6 }, cli, 'malformed', 'undeclared'],
  ['a list', [row], cli, 'malformed', 'undeclared'],
  ['a text', 'command.completed', cli, 'malformed', 'undeclared'],
  ['null', null, cli, 'malformed', 'undeclared'],
  ['an event of another source', row, { ...cli, source: 'server' }, 'wrong-source'],
  ['an event that only a service may send', start, { ...server, service: false }, 'service-only'],
  [
    'an event on the day it expires',
    { ...start, at: '2026-12-31T00:00' },
    { ...server, day: '2026-12-31' },
    'expired-event',
  ],
  ['an event that the stated version did not have', check, { ...cli, version: '1.1.0' }, 'unknown-event'],
  ['a counter of nothing', { ...row, count: 0 }, cli, 'malformed'],
  ['a counter of less than nothing', { ...row, count: -1 }, cli, 'malformed'],
  ['half a count', { ...row, count: 1.5 }, cli, 'malformed'],
  ['a count in words', { ...row, count: '6' }, cli, 'malformed'],
  ['a count above the limit', { ...row, count: 10_001 }, cli, 'over-limit'],
  ['dimensions in a list', { ...row, by: ['build', 'ok'] }, cli, 'malformed'],
  ['measures that are none', { ...row, measure: 4 }, cli, 'malformed'],
  ['a counter without a required dimension', { ...row, by: { command: 'build' } }, cli, 'missing-field'],
  ['an alias on the wire', { ...row, by: { command: 'b', outcome: 'ok' } }, cli, 'missing-field'],
  ['a word outside the narrowed list', { ...row, by: { command: 'build', outcome: 'aborted' } }, cli, 'missing-field'],
  ['another value than the constant', { ...check, by: { command: 'init', outcome: 'ok' } }, cli, 'missing-field'],
  ['a time on another day', { ...occurrence, at: '2026-11-20T01' }, cli, 'malformed'],
  ['an hour that no day has', { ...occurrence, at: '2026-11-19T24' }, cli, 'malformed'],
  ['a time that is finer than declared', { ...occurrence, at: '2026-11-19T13:05' }, cli, 'malformed'],
  ['a time that is coarser than declared', { ...start, at: '2026-11-19T13' }, server, 'malformed'],
  ['a time with a zone', { ...occurrence, at: '2026-11-19T13Z' }, cli, 'malformed'],
  ['a time in milliseconds', { ...occurrence, at: 1_795_093_200_000 }, cli, 'malformed'],
  ['external ids in a list', { ...occurrence, ids: [ID] }, cli, 'malformed'],
  ['an occurrence without fields', { name: INDEXED }, cli, 'malformed'],
  [
    'a presence row with a gap that is none',
    { name: 'plainsight.presence', fields: { grain: 'day', gap: '8' } },
    cli,
    'malformed',
  ],
  ['a presence row with an id', { name: 'plainsight.presence', id: ID, fields: { grain: 'month' } }, cli, 'malformed'],
  [
    'a presence row with context',
    { name: 'plainsight.presence', fields: { grain: 'month', os: 'linux' } },
    cli,
    'malformed',
  ],
  ['a presence row of a year', { name: 'plainsight.presence', fields: { grain: 'year' } }, cli, 'malformed'],
]

export const recordVectors: VectorFile = {
  path: 'records.json',
  about:
    'Whole records at both entrances. `given.contract` is a contract in its normal form, as a lock holds it; every hash is `given.hash`, every time of an admitted occurrence `given.at`.',
  given: { contract: normalContract(acme), hash: HASH, at: '2026-11-19T13' },
  cases: [
    ...admitted.map(([says, event, given, result, drift = []]): VectorCase => ({
      says,
      entrance: 'admit',
      event,
      ...(given === undefined ? { special: 'absent' } : { given }),
      ...outcome(result),
      drift,
    })),
    ...[...kept, ...leftOut].map(([says, wire, station, result, drift = []]): VectorCase => ({
      says: drift.length === 0 || typeof result === 'string' ? says : `${says} is left out`,
      entrance: 'judge',
      station,
      wire,
      ...outcome(result === 'same' ? wire : result),
      drift,
    })),
    ...dropped.map(([says, wire, station, reason, event = (wire as { readonly name: string }).name]): VectorCase => ({
      says: `${says} is dropped`,
      entrance: 'judge',
      station,
      wire,
      dropped: reason,
      drift: [...(reason === 'missing-field' ? inner(says, event) : []), [event, '*', reason]],
    })),
  ],
}

// A required value that is left out is counted before the record is.
function inner(says: string, event: string): Drift {
  switch (says) {
    case 'an alias on the wire':
    case 'another value than the constant':
      return [[event, 'command', 'not-on-list']]
    case 'a word outside the narrowed list':
      return [[event, 'outcome', 'not-on-list']]
    default:
      return []
  }
}

function outcome(result: unknown): { readonly kept?: unknown; readonly dropped?: unknown } {
  return typeof result === 'string' ? { dropped: result } : { kept: result }
}
