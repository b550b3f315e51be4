import { campaign, choice, choices, domain, errorClass, flag, slug, tally, text, version } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import { acme } from './acme.ts'
import { languageRows } from './diff-language.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

type Key = string | number
type Edit =
  | { readonly at: readonly Key[]; readonly put: unknown }
  | { readonly at: readonly Key[]; readonly drop: true }
  | { readonly at: readonly Key[]; readonly call: string }
type Told = readonly [path: readonly Key[], what: string, of: 'privacy-widening' | 'breaking' | 'compatible']
type Row = readonly [says: string, before: readonly Edit[], after: readonly Edit[], told: readonly Told[]]

const contract = normalContract({
  ...acme,
  fields: {
    ...acme.fields,
    plan: choice(['free', 'pro'], 'Which plan'),
    tool: version('The version of the tool', { transient: true }),
    targets: choices(['web', 'ios'], 'What was built for', { transient: true }),
    tools: tally(['grep', 'sed'], 'Which tools were called', { transient: true }),
    verbose: flag('Whether it was asked to say more', { transient: true }),
  },
})

const put = (at: readonly Key[], value: unknown): Edit => ({ at, put: value })
const drop = (...at: readonly Key[]): Edit => ({ at, drop: true })
/** Gives a key another name and leaves its value. */
const call = (at: readonly Key[], name: string): Edit => ({ at, call: name })

const W = 'privacy-widening'
const B = 'breaking'
const C = 'compatible'

const RUN = ['events', 'command.completed'] as const
const CHECK = ['events', 'check.completed'] as const
const INDEXED = ['events', 'project.indexed'] as const
const SERVER = ['events', 'server.started'] as const

const counter = contract.events['command.completed']
const keep = { outcome: ['error'] }
const alert = {
  metric: 'duration',
  max: 600_000,
  minimumSample: 10,
  windowMinutes: 1_440,
  coolDownMinutes: 1_440,
  actions: ['alert'],
}

/** What each type says of itself, one change at a time. */
function typeChange(
  says: string,
  [before, after]: readonly [before: object, after: object],
  told: readonly (readonly [attribute: string, what: string, of: Told[2]])[],
): Row {
  return [
    says,
    [put(['fields', 'fresh'], before)],
    [put(['fields', 'fresh'], after)],
    told.map(([attribute, what, of]): Told => [['fields', 'fresh', attribute], what, of]),
  ]
}

const drivers = (max: number): object => choices({ known: 'driver' }, 'Which databases', { max })
const typeRows: readonly Row[] = [
  typeChange(
    'keys of another catalogue',
    [slug('Which item', { publicList: 'items' }), slug('Which item', { publicList: 'icons' })],
    [
      ['publicList', 'changed', B],
      ['publicList', 'changed', W],
    ],
  ),
  typeChange(
    'a catalogue of more keys',
    [slug('Which item', { publicList: 'items' }), slug('Which item', { publicList: 'items', atMost: 5_000 })],
    [['atMost', 'looser', W]],
  ),
  typeChange(
    'a catalogue of fewer keys',
    [slug('Which item', { publicList: 'items' }), slug('Which item', { publicList: 'items', atMost: 50 })],
    [['atMost', 'tighter', B]],
  ),
  typeChange(
    'a site more',
    [domain([], 'From where'), domain(['acme.example'], 'From where')],
    [['sites', 'looser', W]],
  ),
  typeChange(
    'a site less',
    [domain(['acme.example'], 'From where'), domain([], 'From where')],
    [['sites', 'tighter', B]],
  ),
  typeChange(
    'a label more',
    [campaign(['email'], 'Which medium'), campaign(['email', 'social'], 'Which medium')],
    [['values', 'looser', W]],
  ),
  typeChange(
    'any label instead of a list',
    [campaign(['email'], 'Which medium'), campaign({ atMost: 50 }, 'Which medium')],
    [['values', 'looser', W]],
  ),
  typeChange(
    'a list instead of any label',
    [campaign({ atMost: 50 }, 'Which medium'), campaign(['email'], 'Which medium')],
    [['values', 'tighter', B]],
  ),
  typeChange(
    'more labels that are kept apart',
    [campaign({ atMost: 50 }, 'Which medium'), campaign({ atMost: 200 }, 'Which medium')],
    [['atMost', 'looser', W]],
  ),
  typeChange(
    'fewer labels that are kept apart',
    [campaign({ atMost: 200 }, 'Which medium'), campaign({ atMost: 50 }, 'Which medium')],
    [['atMost', 'tighter', B]],
  ),
  typeChange(
    'a class of errors more',
    [errorClass([], 'What failed'), errorClass(['AcmeError'], 'What failed')],
    [['classes', 'looser', W]],
  ),
  typeChange(
    'a class of errors less, where it changes from use to use',
    [
      errorClass(['AcmeError'], 'What failed', { transient: true }),
      errorClass(['OtherError'], 'What failed', { transient: true }),
    ],
    [
      ['classes', 'looser', C],
      ['classes', 'tighter', B],
    ],
  ),
  typeChange(
    'a longer text',
    [text('What it said', { max: 100 }), text('What it said', { max: 200 })],
    [['max', 'looser', W]],
  ),
  typeChange(
    'a shorter text',
    [text('What it said', { max: 200 }), text('What it said', { max: 100 })],
    [['max', 'tighter', B]],
  ),
  typeChange('a set of more public names', [drivers(2), drivers(4)], [['max', 'looser', W]]),
  typeChange(
    'public names instead of a list of one’s own',
    [choices(['mysql'], 'Which databases', { max: 2 }), drivers(2)],
    [
      ['known', 'changed', B],
      ['known', 'looser', W],
    ],
  ),
  typeChange(
    'a tally of other public names',
    [tally({ known: 'driver' }, 'Which names'), tally({ known: 'framework' }, 'Which names')],
    [
      ['known', 'changed', B],
      ['known', 'looser', W],
      ['known', 'tighter', B],
    ],
  ),
  typeChange(
    'a field that is masked from now on',
    [choice(['a'], 'Which plan'), choice(['a'], 'Which plan', { redact: true })],
    [['redact', 'tighter', B]],
  ),
  typeChange(
    'a field that is masked no longer',
    [choice(['a'], 'Which plan', { pii: true }), choice(['a'], 'Which plan')],
    [['pii', 'looser', W]],
  ),
]

/** One property that only goes one way or the other: the looser value, the tighter one, and what each move is. */
function bothWays(
  says: readonly [looser: string, tighter: string],
  at: readonly Key[],
  [tight, loose]: readonly [tight: unknown, loose: unknown],
  tighter: 'breaking' | 'compatible',
  told: readonly Key[] = at,
): readonly Row[] {
  const edit = (value: unknown): readonly Edit[] => [value === undefined ? drop(...at) : put(at, value)]
  return [
    [says[0], edit(tight), edit(loose), [[told, 'looser', W]]],
    [says[1], edit(loose), edit(tight), [[told, 'tighter', tighter]]],
  ]
}

const head: readonly Row[] = [
  ['nothing differs', [], [], []],
  [
    'the version, marks and reviews are no differences',
    [],
    [
      put(['version'], '1.3.0'),
      put(['fields', 'plan', 'since'], '1.2.0'),
      put([...RUN, 'widened'], '1.2.0'),
      put(['reviews'], [{ what: 'all', who: '@acme/privacy', when: '2026-11-19', why: 'a year went by' }]),
    ],
    [],
  ],
  ['another name', [], [put(['name'], 'acme-cli')], [[['name'], 'renamed', B]]],
  ['a description in other words', [], [put(['description'], 'Builds everything.')], [[['description'], 'changed', C]]],
  ['a page of documentation', [], [put(['docs'], 'https://acme.example')], [[['docs'], 'added', C]]],
  ['another owner', [], [put(['owners'], ['@acme/cli'])], [[['owners'], 'changed', C]]],
  [
    'a further place that data goes to',
    [],
    [put(['destinations'], [{ name: 'Elsewhere', host: 'elsewhere.example', kind: 'http' }])],
    [[['destinations', 'elsewhere.example'], 'added', W]],
  ],
  [
    'a place that data no longer goes to',
    [put(['destinations'], [{ name: 'Elsewhere', host: 'elsewhere.example', kind: 'http' }])],
    [],
    [[['destinations', 'elsewhere.example'], 'removed', C]],
  ],
  [
    'a place that runs something else',
    [put(['destinations'], [{ name: 'Ours', host: 'ours.example', kind: 'plainsight' }])],
    [put(['destinations'], [{ name: 'Ours', host: 'ours.example', kind: 'posthog' }])],
    [[['destinations', 'ours.example'], 'changed', W]],
  ],
  [
    'an older version that is taken too',
    [],
    [put(['accepts'], ['1.1.0', '1.0.0'])],
    [[['accepts', '1.0.0'], 'added', C]],
  ],
  ['an older version that is no longer taken', [], [put(['accepts'], [])], [[['accepts', '1.1.0'], 'removed', C]]],
  ...bothWays(
    ['a larger population raises the budget of bits', 'a smaller population lowers it'],
    ['population'],
    [10_000, 20_000],
    C,
  ),
  ...bothWays(
    ['rows kept longer are told once, not at every event', 'rows kept for less time'],
    ['retention', 'raw'],
    [90, 120],
    C,
  ).map(([says, before, after, told]): Row => [says, inherited(before), inherited(after), told]),
  ...bothWays(['sums kept for good', 'sums kept for a year'], ['retention', 'aggregates'], [365, 'forever'], C),
  ...bothWays(
    ['on after a notice instead of a yes', 'a yes instead of a notice'],
    ['consent', 'preset'],
    ['opt-in', 'notice'],
    C,
  ),
  ...bothWays(
    ['a notice without the conditions of the exemption', 'with them'],
    ['consent', 'preset'],
    ['audience-fr', 'notice'],
    C,
  ),
  ...bothWays(
    ['data leaves where it did not', 'nothing leaves any more'],
    ['consent', 'preset'],
    ['local', 'opt-in'],
    C,
  ),
  ['a further source', [], [put(['sources'], ['cli', 'server', 'mcp'])], [[['sources', 'mcp'], 'added', W]]],
  ['a source less', [put(['sources'], ['cli', 'server', 'mcp'])], [], [[['sources', 'mcp'], 'removed', B]]],
  ['the same sources in another order', [], [put(['sources'], ['server', 'cli'])], [[['sources'], 'changed', C]]],
  [
    'context for all is told once',
    [],
    inherited([put(['context'], ['os', 'productVersion', 'arch'])]),
    [[['context', 'arch'], 'added', W]],
  ],
  ['context that goes', [], inherited([put(['context'], ['os'])]), [[['context', 'productVersion'], 'removed', B]]],
  ['presence that begins', [put(['presence'], false)], [put(['presence'], {})], [[['presence'], 'added', W]]],
  ['presence that ends', [], [put(['presence'], false)], [[['presence'], 'removed', B]]],
  [
    'presence by something else both breaks and widens',
    [],
    [put(['presence'], { by: 'arch' })],
    [
      [['presence', 'by'], 'removed', B],
      [['presence', 'by'], 'added', W],
    ],
  ],
  ...bothWays(['runs in continuous integration report too', 'they are silent again'], ['ci'], ['off', 'tagged'], C),
]

const fields: readonly Row[] = [
  [
    'a field in other words',
    [],
    [put(['fields', 'cached', 'doc'], 'Whether a cache was used')],
    [[['fields', 'cached', 'doc'], 'changed', C]],
  ],
  [
    'a field that nothing uses yet',
    [],
    [put(['fields', 'fresh'], flag('Whether it was new'))],
    [[['fields', 'fresh'], 'added', C]],
  ],
  ['a field that nothing used', [], [drop('fields', 'plan')], [[['fields', 'plan'], 'removed', C]]],
  [
    'a field that is called otherwise is told once, wherever it is used',
    [],
    [call(['fields', 'cached'], 'fromCache'), call([...RUN, 'uses', 'cached'], 'fromCache')],
    [[['fields', 'fromCache'], 'renamed', B]],
  ],
  [
    'a measure that is called otherwise, and its place in a sample',
    [put([...INDEXED, 'sampling', 'keep'], [{ duration: { min: 1 } }])],
    [
      put([...INDEXED, 'sampling', 'keep'], [{ length: { min: 1 } }]),
      call(['fields', 'duration'], 'length'),
      put([...RUN, 'measure'], ['length', 'cost']),
      call([...INDEXED, 'uses', 'duration'], 'length'),
    ],
    [[['fields', 'length'], 'renamed', B]],
  ],
  ...typeRows,
  [
    'another type that can say more',
    [],
    [put(['fields', 'verbose'], choice(['a', 'b'], 'Whether it was asked to say more', { transient: true }))],
    [
      [['fields', 'verbose', 'kind'], 'changed', B],
      [['fields', 'verbose', 'kind'], 'looser', W],
    ],
  ],
  [
    'another type that can say less',
    [],
    [put(['fields', 'plan'], flag('Which plan'))],
    [[['fields', 'plan', 'kind'], 'changed', B]],
  ],
  [
    'a word more in a list that changes from use to use',
    [],
    [put(['fields', 'command', 'values'], ['init', 'build', 'deploy', 'test'])],
    [[['fields', 'command', 'values'], 'looser', C]],
  ],
  [
    'a word more in a list that stays the same on a machine',
    [],
    [put(['fields', 'plan', 'values'], ['free', 'pro', 'team'])],
    [[['fields', 'plan', 'values'], 'looser', W]],
  ],
  ['a word less', [], [put(['fields', 'plan', 'values'], ['free'])], [[['fields', 'plan', 'values'], 'tighter', B]]],
  [
    'a word for another',
    [],
    [put(['fields', 'command', 'values'], ['init', 'build', 'ship'])],
    [
      [['fields', 'command', 'values'], 'looser', C],
      [['fields', 'command', 'values'], 'tighter', B],
    ],
  ],
  [
    'an alias more',
    [],
    [put(['fields', 'command', 'aliases'], { b: 'build', d: 'deploy' })],
    [[['fields', 'command', 'aliases'], 'added', C]],
  ],
  ['an alias less', [], [drop('fields', 'command', 'aliases')], [[['fields', 'command', 'aliases'], 'removed', B]]],
  [
    'an alias for another word',
    [],
    [put(['fields', 'command', 'aliases'], { b: 'init' })],
    [[['fields', 'command', 'aliases'], 'changed', B]],
  ],
  ...bothWays(
    ['a field that is said to change from use to use', 'one that no longer is'],
    ['fields', 'plan', 'transient'],
    [undefined, true],
    C,
  ),
  ...bothWays(
    ['personal data that is no longer masked', 'personal data that is masked'],
    ['fields', 'plan', 'pii'],
    [true, undefined],
    B,
  ),
  ...bothWays(
    ['a value that is no longer masked', 'a value that is masked'],
    ['fields', 'plan', 'redact'],
    [true, false],
    B,
  ),
  ...bothWays(['a larger range', 'a smaller range'], ['fields', 'cost', 'max'], [100, 1_000], B),
  ...bothWays(
    ['a range that goes further down', 'one that goes less far'],
    ['fields', 'cost', 'min'],
    [undefined, -100],
    B,
  ),
  [
    'every digit instead of two',
    [],
    [put(['fields', 'cost', 'exact'], 'Bills have to agree')],
    [[['fields', 'cost', 'exact'], 'added', W]],
  ],
  [
    'two digits instead of every',
    [put(['fields', 'cost', 'exact'], 'Bills have to agree')],
    [],
    [[['fields', 'cost', 'exact'], 'removed', C]],
  ],
  [
    'a digit more behind the point',
    [],
    [put(['fields', 'cost', 'decimals'], 3)],
    [
      [['fields', 'cost', 'decimals'], 'changed', B],
      [['fields', 'cost', 'decimals'], 'looser', W],
    ],
  ],
  [
    'a digit less behind the point',
    [],
    [put(['fields', 'cost', 'decimals'], 1)],
    [[['fields', 'cost', 'decimals'], 'changed', B]],
  ],
  ['another unit', [], [put(['fields', 'cost', 'unit'], 'USD')], [[['fields', 'cost', 'unit'], 'changed', B]]],
  [
    'a border more between size classes',
    [],
    [put(['fields', 'files', 'edges'], [100, 500, 1_000, 10_000])],
    [
      [['fields', 'files', 'edges'], 'changed', B],
      [['fields', 'files', 'edges'], 'looser', W],
    ],
  ],
  [
    'a border less',
    [],
    [put(['fields', 'files', 'edges'], [100, 10_000])],
    [[['fields', 'files', 'edges'], 'changed', B]],
  ],
  [
    'own words for size classes',
    [],
    [put(['fields', 'files', 'labels'], ['small', 'middle', 'large', 'huge'])],
    [[['fields', 'files', 'labels'], 'renamed', B]],
  ],
  [
    'size classes of whole numbers',
    [],
    [put(['fields', 'files', 'whole'], true)],
    [[['fields', 'files', 'whole'], 'renamed', B]],
  ],
  [
    'two parts of a version instead of one',
    [put(['fields', 'tool', 'parts'], 1)],
    [],
    [
      [['fields', 'tool', 'parts'], 'changed', B],
      [['fields', 'tool', 'parts'], 'looser', W],
    ],
  ],
  [
    'one part of a version instead of two',
    [],
    [put(['fields', 'tool', 'parts'], 1)],
    [[['fields', 'tool', 'parts'], 'changed', B]],
  ],
  ...bothWays(
    ['fewer versions said to be in use cost less of the budget', 'more cost more'],
    ['fields', 'tool', 'live'],
    [undefined, 3],
    C,
  ),
  [
    'an id of someone else',
    [],
    [put(['fields', 'org', 'of'], 'user')],
    [
      [['fields', 'org', 'of'], 'changed', B],
      [['fields', 'org', 'of'], 'changed', W],
    ],
  ],
  [
    'an id in a form that other systems use too',
    [],
    [put(['fields', 'org', 'form'], 'uuid')],
    [
      [['fields', 'org', 'form'], 'changed', B],
      [['fields', 'org', 'form'], 'looser', W],
    ],
  ],
  [
    'a hash of something else',
    [],
    [put(['fields', 'project', 'of'], 'path')],
    [
      [['fields', 'project', 'of'], 'changed', B],
      [['fields', 'project', 'of'], 'changed', W],
    ],
  ],
  [
    'a word more in a set that changes from use to use',
    [],
    [put(['fields', 'targets', 'values'], ['web', 'ios', 'android'])],
    [[['fields', 'targets', 'values'], 'looser', C]],
  ],
  ...bothWays(['larger sets', 'smaller sets'], ['fields', 'targets', 'max'], [4, 8], B),
  ...bothWays(['larger counts of a word', 'smaller ones'], ['fields', 'tools', 'upTo'], [100, 1_000], B),
]

const events: readonly Row[] = [
  [
    'a new counter that says nothing of anyone',
    [],
    [put(['events', 'test.ended'], { ...counter, link: 'test.ended' })],
    [[['events', 'test.ended'], 'added', C]],
  ],
  [
    'a new counter with an id',
    [],
    [put(['events', 'test.ended'], { ...counter, link: 'test.ended', identity: 'day' })],
    [[['events', 'test.ended'], 'added', W]],
  ],
  [
    'a new counter with a hash',
    [],
    [put(['events', 'test.ended'], { ...counter, link: 'test.ended', uses: { project: { need: 'optional' } } })],
    [[['events', 'test.ended'], 'added', W]],
  ],
  [
    'a new counter that is kept longer than anything',
    [],
    [put(['events', 'test.ended'], { ...counter, link: 'test.ended', retention: 200 })],
    [[['events', 'test.ended'], 'added', W]],
  ],
  [
    'a new counter with context that went with nothing',
    [],
    [put(['events', 'test.ended'], { ...counter, link: 'test.ended', context: ['agent'] })],
    [[['events', 'test.ended'], 'added', W]],
  ],
  ['an event that goes', [], [drop(...CHECK)], [[[...CHECK], 'removed', B]]],
  [
    'an event that is called otherwise',
    [],
    [
      call([...CHECK], 'check.ended'),
      put(['events', 'check.ended', 'link'], 'check.ended'),
      put(['events', 'check.ended', 'since'], '2.0.0'),
    ],
    [[['events', 'check.ended'], 'renamed', B]],
  ],
  [
    'two that could be meant are told as gone and come',
    [put(['events', 'x'], { ...counter, link: 'x' })],
    [put(['events', 'y'], { ...counter, link: 'y' }), put(['events', 'z'], { ...counter, link: 'z' })],
    [
      [['events', 'x'], 'removed', B],
      [['events', 'y'], 'added', C],
      [['events', 'z'], 'added', C],
    ],
  ],
  [
    'single uses instead of a counter',
    [],
    [put([...CHECK, 'kind'], 'event')],
    [
      [[...CHECK, 'kind'], 'changed', B],
      [[...CHECK, 'kind'], 'looser', W],
    ],
  ],
  ['a counter instead of single uses', [put([...CHECK, 'kind'], 'event')], [], [[[...CHECK, 'kind'], 'changed', B]]],
  ['another reason', [], [put([...RUN, 'why'], 'To know')], [[[...RUN, 'why'], 'changed', C]]],
  [
    'another reader',
    [],
    [put([...RUN, 'readBy'], ['chart:commands', 'report:weekly'])],
    [[[...RUN, 'readBy'], 'changed', C]],
  ],
  [
    'a further source of one event',
    [],
    [put([...RUN, 'sources'], ['cli', 'server'])],
    [[[...RUN, 'sources', 'server'], 'added', W]],
  ],
  [
    'a source of one event less',
    [put([...RUN, 'sources'], ['cli', 'server'])],
    [],
    [[[...RUN, 'sources', 'server'], 'removed', B]],
  ],
  ...bothWays(
    ['a class that more people may read', 'a class that fewer may'],
    [...RUN, 'privacy'],
    ['internal', 'aggregate'],
    C,
  ),
  [
    'a class that masks every field',
    [],
    [put([...RUN, 'privacy'], 'sensitive')],
    [[[...RUN, 'privacy'], 'tighter', B]],
  ],
  ...bothWays(['taken from anyone', 'taken from services only'], [...SERVER, 'acceptFrom'], ['service', 'anyone'], B),
  ['context of one event', [], [put([...SERVER, 'context'], ['os'])], [[[...SERVER, 'context', 'os'], 'added', W]]],
  ...bothWays(['an id that lasts longer', 'an id that lasts less long'], [...INDEXED, 'identity'], ['day', 'month'], B),
  ['no id any more', [], [put([...CHECK, 'identity'], 'none')], [[[...CHECK, 'identity'], 'tighter', B]]],
  [
    'another reason for an id',
    [],
    [put([...INDEXED, 'identityReason'], 'To count')],
    [[[...INDEXED, 'identityReason'], 'changed', C]],
  ],
  [
    'a link that two events share',
    [put([...CHECK, 'identity'], 'month')],
    [put([...CHECK, 'identity'], 'month'), put([...CHECK, 'link'], 'work'), put([...INDEXED, 'link'], 'work')],
    [
      [[...CHECK, 'link'], 'looser', W],
      [[...INDEXED, 'link'], 'looser', W],
    ],
  ],
  [
    'a link that two events no longer share',
    [put([...CHECK, 'identity'], 'month'), put([...CHECK, 'link'], 'work'), put([...INDEXED, 'link'], 'work')],
    [put([...CHECK, 'identity'], 'month')],
    [
      [[...CHECK, 'link'], 'tighter', B],
      [[...INDEXED, 'link'], 'tighter', B],
    ],
  ],
  ['a link of its own by another name', [], [put([...CHECK, 'link'], 'checks')], [[[...CHECK, 'link'], 'changed', B]]],
  ['a link of what carries no id', [], [put([...RUN, 'link'], 'runs')], [[[...RUN, 'link'], 'changed', C]]],
  ...bothWays(
    ['each time instead of once a month', 'once a month instead of each time'],
    [...INDEXED, 'once'],
    ['month', undefined],
    B,
  ),
  ...bothWays(['a larger sample', 'a smaller sample'], [...INDEXED, 'sampling', 'rate'], [0.25, 0.5], C),
  ['no sample any more', [], [drop(...INDEXED, 'sampling')], [[[...INDEXED, 'sampling', 'rate'], 'looser', W]]],
  [
    'a sample of what was whole',
    [],
    [put([...CHECK, 'sampling'], { rate: 0.1 })],
    [[[...CHECK, 'sampling', 'rate'], 'tighter', C]],
  ],
  [
    'a sample by another unit',
    [],
    [put([...INDEXED, 'sampling', 'unit'], 'run')],
    [[[...INDEXED, 'sampling', 'unit'], 'changed', B]],
  ],
  [
    'a case that is always recorded',
    [],
    [put([...INDEXED, 'sampling', 'keep'], [keep])],
    [[[...INDEXED, 'sampling', 'keep'], 'looser', W]],
  ],
  [
    'a case that no longer is',
    [put([...INDEXED, 'sampling', 'keep'], [keep])],
    [],
    [[[...INDEXED, 'sampling', 'keep'], 'tighter', C]],
  ],
  [
    'a lower bound of the sample',
    [],
    [put([...INDEXED, 'sampling', 'minRate'], 0.05)],
    [[[...INDEXED, 'sampling', 'minRate'], 'changed', C]],
  ],
  ...bothWays(
    ['rows of one event kept longer', 'rows of one event kept less long'],
    [...RUN, 'retention'],
    [30, 60],
    C,
  ),
  ...bothWays(['an archive', 'no archive'], [...RUN, 'policy'], ['delete', 'archive'], C),
  ['an alert', [], [put([...RUN, 'alerts'], [alert])], [[[...RUN, 'alerts'], 'added', C]]],
  ['another channel', [], [put([...RUN, 'channel'], 'errors')], [[[...RUN, 'channel'], 'changed', W]]],
  ['a foreign name', [], [put([...RUN, 'from'], ['cmd_done'])], [[[...RUN, 'from', 'cmd_done'], 'added', C]]],
  ['a foreign name less', [put([...RUN, 'from'], ['cmd_done'])], [], [[[...RUN, 'from', 'cmd_done'], 'removed', B]]],
  ...bothWays(['a later end', 'a sooner end'], [...SERVER, 'expires'], ['2026-12-31', '2027-06-30'], C),
  ...bothWays(['no end', 'an end'], [...SERVER, 'expires'], ['2.0.0', 'never'], C),
  [
    'an end by version instead of by day may be a later one',
    [],
    [put([...SERVER, 'expires'], '2.0.0')],
    [[[...SERVER, 'expires'], 'looser', W]],
  ],
  [
    'an event that is to be replaced',
    [],
    [put([...RUN, 'deprecated'], 'Use check.completed')],
    [[[...RUN, 'deprecated'], 'added', C]],
  ],
  [
    'a measure more',
    [],
    [put([...RUN, 'measure'], ['duration', 'cost', 'balance']), put(['fields', 'balance'], contract.fields['cost'])],
    [[[...RUN, 'measure', 'balance'], 'added', C]],
  ],
  ['a measure less', [], [put([...RUN, 'measure'], ['duration'])], [[[...RUN, 'measure', 'cost'], 'removed', B]]],
  ...bothWays(
    ['the minute instead of the hour', 'the hour instead of the minute'],
    [...SERVER, 'precision'],
    ['hour', 'minute'],
    B,
  ),
  ...bothWays(['it leaves at once', 'it leaves when its day is over'], [...SERVER, 'deliver'], ['day', 'now'], C),
]

const uses: readonly Row[] = [
  [
    'a field that may be left out and says nothing of anyone',
    [],
    [put([...RUN, 'uses', 'verbose'], { need: 'optional' })],
    [[[...RUN, 'by', 'verbose'], 'added', C]],
  ],
  [
    'a field that every call has to give',
    [],
    [put([...RUN, 'uses', 'verbose'], { need: 'required' })],
    [[[...RUN, 'by', 'verbose'], 'added', B]],
  ],
  [
    'a field that stays the same on a machine, beside an id',
    [],
    [put([...INDEXED, 'uses', 'plan'], { need: 'optional' })],
    [[[...INDEXED, 'fields', 'plan'], 'added', W]],
  ],
  [
    'the same field where there is no id',
    [],
    [put([...RUN, 'uses', 'plan'], { need: 'optional' })],
    [[[...RUN, 'by', 'plan'], 'added', C]],
  ],
  [
    'an id that every call has to give both breaks and widens',
    [],
    [put([...SERVER, 'uses', 'org'], { need: 'required' })],
    [
      [[...SERVER, 'fields', 'org'], 'added', B],
      [[...SERVER, 'fields', 'org'], 'added', W],
    ],
  ],
  [
    'a constant',
    [],
    [put([...RUN, 'uses', 'plan'], { need: 'required', is: 'free' })],
    [[[...RUN, 'by', 'plan'], 'added', C]],
  ],
  ['a field that goes', [], [drop(...RUN, 'uses', 'cached')], [[[...RUN, 'by', 'cached'], 'removed', B]]],
  [
    'a field that has to be given',
    [],
    [put([...RUN, 'uses', 'cached', 'need'], 'required')],
    [[[...RUN, 'by', 'cached', 'need'], 'tighter', B]],
  ],
  [
    'a field that may be left out',
    [],
    [put([...RUN, 'uses', 'command', 'need'], 'optional')],
    [[[...RUN, 'by', 'command', 'need'], 'looser', C]],
  ],
  [
    'a use that says a word more',
    [],
    [put([...RUN, 'uses', 'outcome', 'only'], ['ok', 'error', 'aborted'])],
    [[[...RUN, 'by', 'outcome', 'only'], 'looser', C]],
  ],
  [
    'a use that says all words of what stays the same on a machine',
    [put([...RUN, 'uses', 'plan'], { need: 'optional', only: ['free'] })],
    [put([...RUN, 'uses', 'plan'], { need: 'optional' })],
    [[[...RUN, 'by', 'plan', 'only'], 'looser', W]],
  ],
  [
    'a use that says a word less',
    [],
    [put([...RUN, 'uses', 'outcome', 'only'], ['ok'])],
    [[[...RUN, 'by', 'outcome', 'only'], 'tighter', B]],
  ],
  [
    'a constant that becomes free',
    [],
    [put([...CHECK, 'uses', 'command'], { need: 'required' })],
    [[[...CHECK, 'by', 'command', 'is'], 'looser', W]],
  ],
  [
    'another constant',
    [],
    [put([...CHECK, 'uses', 'command', 'is'], 'init')],
    [[[...CHECK, 'by', 'command', 'is'], 'changed', B]],
  ],
  [
    'another name where it is forwarded to',
    [],
    [put([...RUN, 'uses', 'cached', 'as'], 'from_cache')],
    [[[...RUN, 'by', 'cached', 'as'], 'renamed', B]],
  ],
  [
    'more values of a day',
    [],
    [put([...RUN, 'uses', 'cached', 'cap'], 40)],
    [[[...RUN, 'by', 'cached', 'cap'], 'looser', C]],
  ],
  [
    'fewer values of a day',
    [],
    [put([...RUN, 'uses', 'cached', 'cap'], 10)],
    [[[...RUN, 'by', 'cached', 'cap'], 'tighter', B]],
  ],
  [
    'what no table knows is taken for the worst',
    [],
    [put([...RUN, 'telepathy'], true)],
    [
      [[...RUN, 'telepathy'], 'changed', B],
      [[...RUN, 'telepathy'], 'changed', W],
    ],
  ],
]

/** Gives every event that has the contract's default the new default too, as making a contract normal does. */
function inherited(edits: readonly Edit[]): readonly Edit[] {
  return edits.flatMap((edit) => {
    if (!('put' in edit)) return [edit]
    const attribute = edit.at[0] === 'retention' ? 'retention' : 'context'
    const old = attribute === 'retention' ? contract.retention.raw : contract.context
    const heirs = Object.entries(contract.events).filter(
      ([, event]) => JSON.stringify(event[attribute]) === JSON.stringify(old),
    )
    return [edit, ...heirs.map(([name]) => put(['events', name, attribute], edit.put))]
  })
}

export const diffVectors: VectorFile = {
  path: 'diff.json',
  about:
    'What differs between two contracts, and how it is classed. `before` and `after` are edits of the contract: `put` sets a key, `drop` takes one away, `call` gives one another name.',
  given: { contract },
  cases: [...head, ...fields, ...events, ...uses, ...languageRows()].map(([says, before, after, told]): VectorCase => ({
    says,
    before,
    after,
    changes: told.map(([path, what, of]) => ({ path, what, class: of })),
  })),
}
