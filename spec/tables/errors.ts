import { createHash } from 'node:crypto'
import { choice, defineContract, errors, flag } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import type { VectorCase, VectorFile } from './vector-file.ts'

const FAILED = 'tool.failed'

const contract = normalContract(
  defineContract({
    name: 'acme',
    version: '1.2.0',
    title: 'Acme CLI',
    description: 'Builds things.',
    owners: ['@acme/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    presence: false,
    fields: {
      command: choice(['init', 'build'], 'Which command ran', { transient: true }),
      first: flag('Whether it was the first run', { transient: true }),
    },
    events: {
      [FAILED]: errors({
        what: 'A command failed in a way nobody foresaw',
        why: 'What to mend first',
        readBy: ['report:errors'],
        codes: ['E_CONFIG'],
        classes: ['ConfigError'],
        packages: ['commander', '@acme/core'],
        fields: { command: 'required', first: 'optional' },
      }),
    },
  }),
)

const manifest = { format: 1, files: ['dist/chunk-a1.js', 'dist/main.js'] } as const

/** The key of a file by the second way: Node's own SHA-256. */
function key(path: string): string {
  return createHash('sha256').update(`plainsight-file/1\n${path}`).digest('hex').slice(0, 12)
}

function group(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(['plainsight-error/1', ...parts].join('\n'))
    .digest('hex')
    .slice(0, 16)
}

const MAIN = key('dist/main.js')
const CHUNK = key('dist/chunk-a1.js')

type Drift = readonly (readonly [event: string, field: string, reason: string])[]
type Told = { readonly [key: string]: unknown }

const at = '2026-11-19T13'
const record = (error: Told, rest: Told = {}): Told => ({
  name: FAILED,
  at,
  error: { handled: false, fatal: false, ...error },
  fields: { command: 'build' },
  ...rest,
})
const own = (line: number, column = 5, file = 'dist/main.js'): Told => ({ file, line, column })
const many = (count: number, frame: (i: number) => unknown): readonly unknown[] =>
  Array.from({ length: count }, (_, i) => frame(i))

// [sentence, what a client read, the kept record, drift]; the field `command` is build.
const admitted: readonly (readonly [says: string, error: unknown, kept: Told, drift?: Drift])[] = [
  [
    'a class of the language, a code of the system, and a frame of the build',
    { class: 'TypeError', code: 'ENOENT', handled: true, fatal: false, frames: [own(10)] },
    record({ class: 'TypeError', code: 'ENOENT', handled: true, frames: [`${MAIN}:10:5`] }),
  ],
  [
    'words of the product',
    { class: 'ConfigError', code: 'E_CONFIG', fatal: true },
    record({ class: 'ConfigError', code: 'E_CONFIG', fatal: true }),
  ],
  [
    'a class and a code that nobody listed become other',
    { class: 'AnnasPaymentError', code: 'E_ANNA' },
    record({ class: 'other', code: 'other' }),
    [
      [FAILED, 'code', 'other'],
      [FAILED, 'class', 'other'],
    ],
  ],
  [
    'a class and a code that are no texts become other',
    { class: 7, code: { toString: 'ENOENT' } },
    record({ class: 'other', code: 'other' }),
    [
      [FAILED, 'code', 'other'],
      [FAILED, 'class', 'other'],
    ],
  ],
  ['an error that says nothing of itself', {}, record({ class: 'other' })],
  ['no error at all', null, record({ class: 'other' })],
  ['a text that was thrown', 'anna@example.com', record({ class: 'other' })],
  [
    'handled and fatal are true or they are not',
    { class: 'Error', handled: 'yes', fatal: 1 },
    record({ class: 'Error' }),
  ],
  [
    'a declared package keeps its name, once for a run of its frames',
    { class: 'Error', frames: [{ package: 'commander' }, { package: 'commander' }, own(1), { package: '@acme/core' }] },
    record({ class: 'Error', frames: ['commander', `${MAIN}:1:5`, '@acme/core'] }),
  ],
  [
    'everything else is foreign, once for a run of it',
    {
      class: 'Error',
      frames: [
        { package: 'left-pad' },
        { file: '/home/anna/secret.js', line: 1, column: 1 },
        { file: 'node:internal/modules/run_main', line: 1, column: 1 },
        'at secret (/home/anna/secret.js:1:1)',
        null,
        own(3, 4, 'dist/chunk-a1.js'),
        { package: 'foreign' },
      ],
    },
    record({ class: 'Error', frames: ['foreign', `${CHUNK}:3:4`, 'foreign'] }),
  ],
  [
    'frames of the build are all told, also when they are alike',
    { class: 'RangeError', frames: [own(1), own(1), own(1)] },
    record({ class: 'RangeError', frames: [`${MAIN}:1:5`, `${MAIN}:1:5`, `${MAIN}:1:5`] }),
  ],
  [
    'a file that is not in the manifest is foreign, however much it looks like one',
    {
      class: 'Error',
      frames: [own(1, 1, './dist/main.js'), own(1, 1, 'DIST/main.js'), own(1, 1, 'dist/../dist/main.js')],
    },
    record({ class: 'Error', frames: ['foreign'] }),
  ],
  [
    'a place that no file has is foreign',
    {
      class: 'Error',
      frames: [own(0), own(1.5), own(10_000_000), own(1, -1), { file: 'dist/main.js', line: '1', column: 1 }],
    },
    record({ class: 'Error', frames: ['foreign'] }),
  ],
  [
    'the largest line and column',
    { class: 'Error', frames: [own(9_999_999, 9_999_999)] },
    record({ class: 'Error', frames: [`${MAIN}:9999999:9999999`] }),
  ],
  [
    'sixteen frames at most',
    { class: 'Error', frames: many(20, (i) => own(i + 1)) },
    record({ class: 'Error', frames: many(16, (i) => `${MAIN}:${i + 1}:5`) }),
    [[FAILED, 'frames', 'truncated']],
  ],
  [
    'sixteen frames are told whole',
    { class: 'Error', frames: many(16, (i) => own(i + 1)) },
    record({ class: 'Error', frames: many(16, (i) => `${MAIN}:${i + 1}:5`) }),
  ],
  ['frames that are no list', { class: 'Error', frames: 'at main.js:1:1' }, record({ class: 'Error' })],
  [
    'two causes at most',
    {
      class: 'Error',
      causes: [{ class: 'TypeError', frames: [own(2)] }, { class: 'SystemError', code: 'EACCES' }, { class: 'Error' }],
    },
    record(
      { class: 'Error' },
      {
        causes: [
          { class: 'TypeError', frames: [`${MAIN}:2:5`] },
          { class: 'SystemError', code: 'EACCES' },
        ],
      },
    ),
    [[FAILED, 'causes', 'truncated']],
  ],
  [
    'a cause that is no error says only that there was one',
    { class: 'Error', causes: ['ENOENT: /home/anna'] },
    record({ class: 'Error' }, { causes: [{ class: 'other' }] }),
  ],
  [
    'what an error carries besides is not looked at',
    {
      class: 'Error',
      message: 'cannot read /home/anna',
      stack: 'Error: /home/anna',
      path: '/home/anna',
      text: '/home/anna',
    },
    record({ class: 'Error' }),
  ],
]

const station = { source: 'cli', day: '2026-11-19', version: '1.2.0', service: false }
const frames = [`${MAIN}:10:5`, 'commander', 'foreign']
const whole = record(
  { class: 'TypeError', code: 'ENOENT', frames },
  { causes: [{ class: 'SystemError', code: 'EACCES', frames }] },
)
const without = (part: string): Told => Object.fromEntries(Object.entries(whole).filter(([name]) => name !== part))
const badFrames: readonly (readonly [says: string, frames: unknown])[] = [
  ['a path in a frame', ['dist/main.js:10:5']],
  ['a path of somebody', ['/home/anna/main.js:1:1']],
  ['a package that is not declared', ['left-pad']],
  ['a run that is not folded', ['foreign', 'foreign']],
  ['a run of one package that is not folded', ['commander', 'commander']],
  ['more than sixteen', many(17, (i) => `${MAIN}:${i + 1}:5`)],
  ['an empty list', []],
  ['no list', 'foreign'],
  ['a frame that is no text', [7]],
  ['a frame that is a list', [[MAIN, 10, 5]]],
  ['capitals in the key', [`${MAIN.toUpperCase()}:1:1`]],
  ['a line of zero', [`${MAIN}:0:1`]],
  ['a line with a zero in front', [`${MAIN}:01:1`]],
  ['a line that is too large', [`${MAIN}:10000000:1`]],
  ['words behind the column', [`${MAIN}:1:1 anna`]],
  ['a line feed behind the column', [`${MAIN}:1:1\n`]],
  ['one strange frame among good ones', [...frames, 'anna']],
]

const judged: readonly (readonly [says: string, wire: unknown, result: unknown, drift?: Drift])[] = [
  ['a whole report', whole, 'same'],
  ['a report without a time', without('at'), 'same'],
  ['a report without causes', without('causes'), 'same'],
  ['a report of class other', record({ class: 'other' }), 'same'],
  ['a report without its error', without('error'), 'malformed', [[FAILED, '*', 'malformed']]],
  ['a report without fields', without('fields'), 'malformed', [[FAILED, '*', 'malformed']]],
  ['an error that is a list', { ...whole, error: [] }, 'malformed', [[FAILED, '*', 'malformed']]],
  ['an error that is a text', { ...whole, error: 'TypeError' }, 'malformed', [[FAILED, '*', 'malformed']]],
  ['handled in words', record({ class: 'Error', handled: 'yes' }), 'malformed', [[FAILED, '*', 'malformed']]],
  ['fatal left out', { ...whole, error: { class: 'Error', handled: true } }, 'malformed', [[FAILED, '*', 'malformed']]],
  ['a time of another day', { ...whole, at: '2026-11-20T01' }, 'malformed', [[FAILED, '*', 'malformed']]],
  ['a time to the minute', { ...whole, at: '2026-11-19T13:05' }, 'malformed', [[FAILED, '*', 'malformed']]],
  [
    'a class that nobody listed',
    record({ class: 'AnnasPaymentError' }),
    'missing-field',
    [
      [FAILED, 'class', 'not-on-list'],
      [FAILED, '*', 'missing-field'],
    ],
  ],
  [
    'a class of what every object has',
    record({ class: 'constructor' }),
    'missing-field',
    [
      [FAILED, 'class', 'not-on-list'],
      [FAILED, '*', 'missing-field'],
    ],
  ],
  [
    'no class',
    record({}),
    'missing-field',
    [
      [FAILED, 'class', 'not-on-list'],
      [FAILED, '*', 'missing-field'],
    ],
  ],
  [
    'a code that nobody listed',
    record({ class: 'Error', code: 'anna@example.com' }),
    record({ class: 'Error' }),
    [[FAILED, 'code', 'not-on-list']],
  ],
  ['a required field left out', { ...whole, fields: {} }, 'missing-field', [[FAILED, '*', 'missing-field']]],
  [
    'a message beside the class',
    record({ class: 'Error', message: 'anna' }),
    record({ class: 'Error' }),
    [[FAILED, 'undeclared', 'unknown-field']],
  ],
  [
    'a message beside the error',
    record({ class: 'Error' }, { message: 'anna' }),
    record({ class: 'Error' }),
    [[FAILED, 'undeclared', 'unknown-field']],
  ],
  [
    'an id on a report',
    record({ class: 'Error' }, { id: '3d27438a24ae39cbfdc293bf20fca18a' }),
    record({ class: 'Error' }),
    [[FAILED, 'undeclared', 'unknown-field']],
  ],
  [
    'a text where none is declared',
    record({ class: 'Error' }, { text: 'cannot read' }),
    record({ class: 'Error' }),
    [[FAILED, 'undeclared', 'unknown-field']],
  ],
  [
    'a rate where nothing is sampled',
    record({ class: 'Error' }, { rate: 0.5 }),
    record({ class: 'Error' }),
    [[FAILED, 'rate', 'out-of-range']],
  ],
  ...badFrames.map(
    ([says, bad]) =>
      [
        says,
        record({ class: 'Error', frames: bad }),
        record({ class: 'Error' }),
        [[FAILED, 'frames', 'off-shape']],
      ] as const,
  ),
  ...(
    [
      ['causes that are no list', 'TypeError'],
      ['an empty list of causes', []],
      ['three causes', [{ class: 'Error' }, { class: 'Error' }, { class: 'Error' }]],
      ['a cause that is a text', ['Error']],
      ['a cause without a class', [{ code: 'ENOENT' }]],
      ['a cause of a class that nobody listed', [{ class: 'Error' }, { class: 'Annas' }]],
      ['a cause of a code that nobody listed', [{ class: 'Error', code: 'anna' }]],
      ['a cause with a path in a frame', [{ class: 'Error', frames: ['/home/anna:1:1'] }]],
      ['a cause with a message', [{ class: 'Error', message: 'anna' }]],
      ['a cause of a cause inside', [{ class: 'Error', causes: [{ class: 'Error' }] }]],
    ] as const
  ).map(
    ([says, causes]) =>
      [
        says,
        record({ class: 'Error' }, { causes }),
        record({ class: 'Error' }),
        [[FAILED, 'causes', 'off-shape']],
      ] as const,
  ),
]

const prints: readonly (readonly [
  says: string,
  error: Told,
  causes: readonly Told[] | undefined,
  parts: readonly string[],
])[] = [
  ['a class alone', { class: 'Error' }, undefined, [FAILED, 'Error', '']],
  ['a code', { class: 'Error', code: 'ENOENT' }, undefined, [FAILED, 'Error', 'ENOENT']],
  [
    'the way to the first frame of the product, and no further',
    { class: 'Error', frames: ['commander', 'foreign', `${MAIN}:10:5`, `${MAIN}:20:5`, 'foreign'] },
    undefined,
    [FAILED, 'Error', '', 'commander', `${MAIN}:10:5`],
  ],
  [
    'all packages where no frame is the product’s',
    { class: 'Error', frames: ['foreign', 'commander', 'foreign', '@acme/core'] },
    undefined,
    [FAILED, 'Error', '', 'commander', '@acme/core'],
  ],
  [
    'its causes, without their frames',
    { class: 'Error' },
    [
      { class: 'TypeError', frames: [`${MAIN}:1:1`] },
      { class: 'SystemError', code: 'EACCES' },
    ],
    [FAILED, 'Error', '', 'caused by TypeError ', 'caused by SystemError EACCES'],
  ],
  [
    'not whether it was handled or fatal',
    { class: 'Error', handled: true, fatal: true },
    undefined,
    [FAILED, 'Error', ''],
  ],
]

/** Error reports at both entrances, keys of files, and what makes two reports the same error. */
export const errorVectors: VectorFile = {
  path: 'errors.json',
  about:
    'Error reports: at both entrances, the keys of files, and fingerprints. `given.contract` is a normal form, `given.manifest` the files of the build, `given.at` the time of an admitted report, whose field `command` is build.',
  given: { contract, manifest, at },
  cases: [
    ...admitted.map(([says, error, kept, drift = []]): VectorCase => ({
      says,
      entrance: 'admit',
      event: FAILED,
      error,
      fields: { command: 'build' },
      kept,
      drift,
    })),
    {
      says: 'a required field that is not given drops the report',
      entrance: 'admit',
      event: FAILED,
      error: { class: 'Error' },
      fields: {},
      dropped: 'missing-field',
      drift: [[FAILED, '*', 'missing-field']],
    },
    {
      says: 'a field that is not declared is left out',
      entrance: 'admit',
      event: FAILED,
      error: { class: 'Error' },
      fields: { command: 'init', first: true, path: '/home/anna' },
      kept: { ...record({ class: 'Error' }), fields: { command: 'init', first: true } },
      drift: [[FAILED, 'undeclared', 'unknown-field']],
    },
    ...judged.map(([says, wire, result, drift = []]): VectorCase => ({
      says,
      entrance: 'judge',
      station,
      wire,
      ...(typeof result === 'string' && result !== 'same'
        ? { dropped: result }
        : { kept: result === 'same' ? wire : result }),
      drift,
    })),
    ...manifest.files.map((path): VectorCase => ({ says: `the key of ${path}`, path, key: key(path) })),
    ...prints.map(([says, error, causes, parts]): VectorCase => ({
      says: `a fingerprint is of ${says}`,
      record: {
        name: FAILED,
        error: { handled: false, fatal: false, ...error },
        ...(causes === undefined ? {} : { causes }),
      },
      group: group(...parts),
    })),
  ],
}
