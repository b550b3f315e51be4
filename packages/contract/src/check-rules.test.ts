import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { checkContract, pathText, RULES, type Rule } from './check.ts'
import { flag, known, slug, text } from './index.ts'

// A contract that may be changed anywhere: every case below breaks one thing of a sound one.
// eslint-disable-next-line typescript/no-explicit-any
type Draft = any

function broken(change: (draft: Draft) => void): readonly (readonly [rule: Rule, path: string])[] {
  const draft: Draft = structuredClone(acme)
  change(draft)
  return checkContract(draft, '2026-11-20').map(({ rule, path }) => [rule, pathText(path)] as const)
}

const RUN = 'command.completed'
const TOOL = 'tool.called'
const INDEXED = 'project.indexed'
const START = 'server.started'
const FAILED = 'program.failed'

// Asks that a field be masked, and leaves it as sound as it was.
function masked(draft: Draft, name: string): void {
  draft.fields[name].redact = true
}

function use(draft: Draft, name: string, field: object): void {
  draft.fields[name] = structuredClone(field)
  draft.events[INDEXED].fields[name] = 'optional'
}

const cases: readonly (readonly [rule: Rule, path: string, says: string, change: (draft: Draft) => void])[] = [
  ['plain-data', 'docs', 'a function', (c) => (c.docs = () => 'https://acme.example')],
  ['plain-data', 'population', 'a number that is none', (c) => (c.population = Number.NaN)],
  ['plain-data', 'population', 'a number too large for a double', (c) => (c.population = 10n)],
  ['plain-data', 'domain', 'half a character', (c) => (c.domain = '\ud800')],
  ['plain-data', 'tags[0]', 'a date', (c) => (c.tags = [new Date(0)])],
  ['plain-data', 'docs', 'a getter', (c) => Object.defineProperty(c, 'docs', { enumerable: true, get: () => 'x' })],
  ['plain-data', 'retention.self', 'a cycle', (c) => (c.retention = selfish())],
  ['shape', 'domain', 'a number for a text', (c) => (c.domain = 4)],
  ['shape', 'tags', 'a text for a list', (c) => (c.tags = 'cli')],
  ['shape', 'tags[1]', 'a number in a list of texts', (c) => (c.tags = ['a', 2])],
  ['shape', 'version', 'no version', (c) => delete c.version],
  ['shape', 'consent.preset', 'a preset that is none', (c) => (c.consent.preset = 'always')],
  ['shape', `events["${RUN}"].privacy`, 'a class that is none', (c) => (c.events[RUN].privacy = 'secret')],
  ['shape', 'fields.cached.transient', 'a modifier of another type', (c) => (c.fields.cached.transient = 'yes')],
  [
    'shape',
    `events["${INDEXED}"].fields.files`,
    'a need that is none',
    (c) => (c.events[INDEXED].fields.files = 'always'),
  ],
  ['shape', `events["${INDEXED}"].sampling.rate`, 'a rate in words', (c) => (c.events[INDEXED].sampling.rate = 'half')],
  [
    'shape',
    'reviews[0].when',
    'a review on no day',
    (c) => (c.reviews = [{ what: 'a', who: 'b', when: 'today', why: 'c' }]),
  ],
  ['unknown-attribute', 'retentoin', 'a slip of the pen', (c) => (c.retentoin = { raw: 1 })],
  ['unknown-attribute', `events["${RUN}"].fields`, 'fields of a counter', (c) => (c.events[RUN].fields = {})],
  ['unknown-attribute', 'fields.cached.max', 'an option of another type', (c) => (c.fields.cached.max = 4)],
  ['documented', 'description', 'a description of spaces', (c) => (c.description = '  ')],
  ['documented', 'owners', 'no owner', (c) => (c.owners = [])],
  ['documented', `events["${RUN}"].what`, 'no what', (c) => delete c.events[RUN].what],
  ['documented', `events["${RUN}"].why`, 'an empty why', (c) => (c.events[RUN].why = '')],
  ['documented', `events["${RUN}"].readBy`, 'no reader', (c) => (c.events[RUN].readBy = [])],
  ['documented', 'fields.cached.doc', 'a field without a sentence', (c) => (c.fields.cached.doc = '')],
  ['read-by', `events["${RUN}"].readBy[0]`, 'a reader that is none', (c) => (c.events[RUN].readBy = ['me'])],
  ['contract-name', 'name', 'capitals', (c) => (c.name = 'Acme')],
  ['contract-name', 'name', 'one letter', (c) => (c.name = 'a')],
  ['contract-name', 'name', 'a device of Windows', (c) => (c.name = 'con')],
  ['event-name', 'events.Started', 'a capital', (c) => (c.events.Started = c.events[START])],
  ['event-name', 'events["a.b.c.d.e"]', 'five parts', (c) => (c.events['a.b.c.d.e'] = c.events[START])],
  [
    'event-name',
    'events["plainsight.presence"]',
    'one of our own',
    (c) => (c.events['plainsight.presence'] = c.events[START]),
  ],
  ['event-name', 'events.undeclared', 'a word of drift', (c) => (c.events['undeclared'] = c.events[START])],
  ['event-name', 'events.constructor', 'what every object has', (c) => (c.events['constructor'] = c.events[START])],
  ['field-name', 'fields.Cached', 'a capital', (c) => rename(c, 'Cached')],
  ['field-name', 'fields["is-cached"]', 'a dash', (c) => rename(c, 'is-cached')],
  ['field-name', 'fields.toString', 'what every object has', (c) => rename(c, 'toString')],
  ['field-name', 'fields.hasOwnProperty', 'what every object has', (c) => rename(c, 'hasOwnProperty')],
  ['field-name', 'fields.__proto__', 'the prototype', (c) => rename(c, '__proto__')],
  ['field-name', 'fields.rate', 'a word of drift', (c) => rename(c, 'rate')],
  ['field-name', 'fields.arch', 'a probe', (c) => rename(c, 'arch')],
  ['source-name', 'sources[2]', 'a dot', (c) => c.sources.push('a.b')],
  ['source-name', 'sources[2]', 'the same twice', (c) => c.sources.push('cli')],
  ['channel-name', `events["${RUN}"].channel`, 'a space', (c) => (c.events[RUN].channel = 'my channel')],
  ['version', 'version', 'two parts', (c) => (c.version = '1.2')],
  ['version', 'accepts[1]', 'no version', (c) => c.accepts.push('main')],
  ['version', 'accepts[1]', 'the same twice', (c) => c.accepts.push('1.1.0')],
  ['version', 'accepts[1]', 'its own', (c) => c.accepts.push('1.2.0')],
  ['version', 'fields.cached.since', 'a later one', (c) => (c.fields.cached.since = '1.3.0')],
  ['version', `events["${RUN}"].widened`, 'no version', (c) => (c.events[RUN].widened = 'now')],
  ['field-type', 'fields.cached', 'a kind that is none', (c) => (c.fields.cached = { kind: 'flog', doc: 'x' })],
  ['field-type', 'fields.command', 'a value with an angle', (c) => c.fields.command.values.push('<b>')],
  ['field-type', 'fields.files', 'edges out of order', (c) => (c.fields.files.edges = [2, 1])],
  ['field-type', 'fields.files', 'edges that are no list', (c) => (c.fields.files.edges = 'many')],
  ['field-type', 'fields.command', 'values that are no list', (c) => (c.fields.command.values = null)],
  ['field-undeclared', `events["${RUN}"].by[2]`, 'a slip of the pen', (c) => c.events[RUN].by.push('comand')],
  ['field-undeclared', 'context[2]', 'a probe that is none', (c) => c.context.push('hostname')],
  [
    'field-undeclared',
    `events["${RUN}"].measure[2]`,
    'a measure that is none',
    (c) => c.events[RUN].measure.push('size'),
  ],
  ['field-undeclared', 'presence.by', 'presence by nothing', (c) => (c.presence.by = 'colour')],
  ['masking', 'context[0]', 'a masked field beside every row', (c) => (masked(c, 'cached'), (c.context = ['cached']))],
  ['masking', `events["${TOOL}"].by.cached`, 'a counter by a masked field', (c) => masked(c, 'cached')],
  [
    'masking',
    `events["${RUN}"].by[0]`,
    'a counter by what its class masks',
    (c) => (c.events[RUN].privacy = 'sensitive'),
  ],
  ['masking', `events["${RUN}"].measure[0]`, 'a sum of a masked number', (c) => masked(c, 'duration')],
  [
    'masking',
    `events["${INDEXED}"].sampling.keep[0].duration`,
    'a condition on a masked number',
    (c) => masked(c, 'duration'),
  ],
  [
    'masking',
    `events["${INDEXED}"].fields.org`,
    'an id of a class of which every field is masked',
    (c) => (c.events[INDEXED].privacy = 'sensitive'),
  ],
  [
    'slug-public',
    `events["${INDEXED}"].fields.item`,
    'a public key in an event that is not public',
    (c) => use(c, 'item', slug('x', { publicList: 'items' })),
  ],
  [
    'text-fenced',
    `events["${INDEXED}"].fields.note`,
    'a text in an event that is no diagnosis',
    (c) => use(c, 'note', text('x')),
  ],
  [
    'text-fenced',
    `events["${INDEXED}"].fields.note`,
    'a text that is sent with a yes to figures',
    (c) => (use(c, 'note', text('x')), (c.events[INDEXED].privacy = 'diagnostic')),
  ],
  [
    'context-kind',
    'context[2]',
    'a text beside every row',
    (c) => ((c.fields.note = text('x')), c.context.push('note')),
  ],
  [
    'read-by',
    `events["${RUN}"].readBy[0]`,
    'a question without a day',
    (c) => (c.events[RUN].readBy = ['question:which']),
  ],
  [
    'read-by',
    `events["${RUN}"].readBy[0]`,
    'a question whose day has passed',
    (c) => (c.events[RUN].readBy = ['question:which by 2026-11-19']),
  ],
  ['expires-soon', `events["${RUN}"].expires`, 'an end in 30 days', (c) => (c.events[RUN].expires = '2026-12-20')],
  ['expires-soon', `events["${RUN}"].expires`, 'an end that has come', (c) => (c.events[RUN].expires = '2026-11-20')],
  ['expires-soon', `events["${RUN}"].expires`, 'a version that has come', (c) => (c.events[RUN].expires = '1.2.0')],
  ['noise', 'fields.files.noise', 'noise on a bucket', (c) => noisy(c, 'files')],
  ['noise', 'fields.cached.noise.epsilon', 'no noise at all', (c) => noisy(c, 'cached', 0)],
  ['noise', 'fields', 'more than a life may lose', (c) => noisy(c, 'cached', 5)],
  ['noise', 'context', 'a noisy context', (c) => (noisy(c, 'cached'), c.context.push('cached'))],
  [
    'noise',
    'events.seen.once',
    'a noisy field each time',
    (c) => {
      noisy(c, 'cached')
      delete c.events.seen.once
    },
  ],
  [
    'noise',
    'events.seen.identity',
    'a noisy field beside an id',
    (c) => {
      noisy(c, 'cached')
      c.events.seen.identity = 'day'
    },
  ],
  [
    'noise',
    'events.seen.fields.cached',
    'a noisy constant',
    (c) => {
      noisy(c, 'cached')
      c.events.seen.fields.cached = { is: true }
    },
  ],
  [
    'noise',
    'events.seen.sampling.keep',
    'a condition on a noisy field',
    (c) => {
      noisy(c, 'cached')
      c.events.seen.sampling = { rate: 0.5, keep: [{ cached: true }] }
    },
  ],
  ['noise-sum', 'fields', 'a noisy field', (c) => noisy(c, 'cached')],
  ['suppression', 'reviews[0].rule', 'a promise let pass', (c) => (c.reviews = [{ ...pass, rule: 'identity-reason' }])],
  ['suppression', 'reviews[0].rule', 'a rule that is none', (c) => (c.reviews = [{ ...pass, rule: 'bits' }])],
  ['suppression-unused', 'reviews[0]', 'a problem that is not there', (c) => (c.reviews = [pass])],
  [
    'include',
    'includes[0].prefix',
    'a library under a prefix that is none',
    (c) => (c.includes = [{ kind: 'included', library: 'orm', version: '1.0.0', prefix: 'My' }]),
  ],
  ['errors', 'events.failed', 'two of the kind', (c) => (c.events.failed = c.events[FAILED])],
  ['errors', `events["${FAILED}"].privacy`, 'another class', (c) => (c.events[FAILED].privacy = 'aggregate')],
  ['errors', `events["${FAILED}"].channel`, 'the channel of usage', (c) => (c.events[FAILED].channel = 'usage')],
  ['errors', `events["${FAILED}"].channel`, 'no channel', (c) => delete c.events[FAILED].channel],
  ['errors', `events["${FAILED}"].codes[1]`, 'a code in words', (c) => c.events[FAILED].codes.push('no such file')],
  [
    'errors',
    `events["${FAILED}"].codes[1]`,
    'a code that stands twice',
    (c) => c.events[FAILED].codes.push('E_CONFIG'),
  ],
  [
    'errors',
    `events["${FAILED}"].classes[1]`,
    'a class in small letters',
    (c) => c.events[FAILED].classes.push('error'),
  ],
  ['errors', `events["${FAILED}"].packages[1]`, 'a path', (c) => c.events[FAILED].packages.push('/usr/lib')],
  ['errors', `events["${FAILED}"].packages[1]`, 'a word of its own', (c) => c.events[FAILED].packages.push('foreign')],
  [
    'errors',
    `events["${FAILED}"].fields.code`,
    'a field called like a part of every report',
    (c) => {
      c.fields.code = flag('x')
      c.events[FAILED].fields.code = 'optional'
    },
  ],
  ['unknown-attribute', `events["${FAILED}"].identity`, 'an identity', (c) => (c.events[FAILED].identity = 'day')],
  ['errors', `events["${FAILED}"].text`, 'a message without end', (c) => (c.events[FAILED].text = { max: 1e6 })],
  ['errors', `events["${FAILED}"].edition`, 'lists that are not published', (c) => (c.events[FAILED].edition = 9)],
  [
    'deprecated-use',
    `events["${RUN}"].by[2]`,
    'a split by what is on its way out',
    (c) => {
      c.fields.cached.deprecated = 'Use `cache`'
      c.events[RUN].by = ['command', 'outcome', 'cached']
    },
  ],
  [
    'deprecated-use',
    `events["${INDEXED}"].fields.files`,
    'a use of what is on its way out',
    (c) => (c.fields.files.deprecated = 'Use `size`'),
  ],
  [
    'deprecated-use',
    `events["${RUN}"].measure[1]`,
    'a sum of what is on its way out',
    (c) => (c.fields.cost.deprecated = 'Nobody asks for it'),
  ],
  [
    'deprecated-use',
    'context[2]',
    'context on its way out',
    (c) => {
      use(c, 'old', flag('x', { deprecated: 'y', transient: true }))
      delete c.events[INDEXED].fields.old
      c.context.push('old')
    },
  ],
  ['field-unused', 'fields.extra', 'a field nobody uses', (c) => (c.fields.extra = flag('x'))],
  [
    'source-undeclared',
    `events["${RUN}"].sources[0]`,
    'a source that is none',
    (c) => (c.events[RUN].sources = ['clj']),
  ],
  ['source-undeclared', `events["${RUN}"].sources`, 'no source', (c) => (c.events[RUN].sources = [])],
  [
    'context-kind',
    `events["${START}"].context[0]`,
    'a hash on every row',
    (c) => (c.events[START].context = ['project']),
  ],
  [
    'slug-public',
    'context[2]',
    'a public key beside every report',
    (c) => {
      c.fields.item = slug('x', { publicList: 'items' })
      c.context.push('item')
    },
  ],
  ['context-kind', 'context[2]', 'the same twice', (c) => c.context.push('os')],
  [
    'use',
    `events["${TOOL}"].by.command.only`,
    'a value it has not',
    (c) => (c.events[TOOL].by.command.only = ['nuke']),
  ],
  ['use', `events["${TOOL}"].by.command.only`, 'nothing left', (c) => (c.events[TOOL].by.command.only = [])],
  [
    'use',
    `events["${TOOL}"].by.cached.only`,
    'a flag narrowed',
    (c) => (c.events[TOOL].by.cached = { only: ['true'] }),
  ],
  [
    'use',
    `events["${INDEXED}"].fields.outcome.is`,
    'a constant it does not take',
    (c) => (c.events[INDEXED].fields.outcome.is = 'fine'),
  ],
  ['use', `events["${TOOL}"].by.tool.cap`, 'a cap of nothing', (c) => (c.events[TOOL].by.tool.cap = 0)],
  ['by-kind', `events["${RUN}"].by[2]`, 'a number counted by', (c) => c.events[RUN].by.push('warnings')],
  ['by-cap', `events["${TOOL}"].by.tool`, 'an open type without a cap', (c) => (c.events[TOOL].by.tool = 'required')],
  [
    'by-combinations',
    `events["${TOOL}"].by`,
    'too many of them',
    (c) => (
      (c.events[TOOL].by.tool.cap = 1_000),
      (c.events[TOOL].by.outcome = 'required'),
      (c.events[TOOL].by.cached = 'required')
    ),
  ],
  ['measure', `events["${RUN}"].measure[2]`, 'a bucket summed', (c) => c.events[RUN].measure.push('files')],
  ['measure', `events["${RUN}"].measure[2]`, 'a number below 0', (c) => c.events[RUN].measure.push('balance')],
  [
    'measure',
    `events["${RUN}"].measure[1]`,
    'a sum beyond a double',
    (c) => ((c.fields.cost.max = 1e9), (c.fields.cost.decimals = 4)),
  ],
  ['measure', `events["${RUN}"].measure[2]`, 'the same twice', (c) => c.events[RUN].measure.push('cost')],
  [
    'identity-reason',
    `events["${TOOL}"].identityReason`,
    'an installation followed',
    (c) => (c.events[TOOL].identity = 'install'),
  ],
  [
    'identity-reason',
    `events["${INDEXED}"].fields.org`,
    'an organisation followed',
    (c) => delete c.events[INDEXED].identityReason,
  ],
  [
    'identity-none',
    `events["${START}"].fields.project`,
    'a hash without a scope',
    (c) => (c.events[START].fields.project = 'optional'),
  ],
  [
    'identity-none',
    `events["${START}"].fields.call`,
    'an id without a scope',
    (c) => (c.events[START].fields.call = 'optional'),
  ],
  ['id-form', `events["${INDEXED}"].fields.org`, 'a token from anyone', (c) => (c.fields.org.form = 'token')],
  [
    'link-scope',
    `events["${INDEXED}"].link`,
    'unlike scopes',
    (c) => ((c.events[INDEXED].link = c.events[TOOL].link = 'x'), (c.events[TOOL].identity = 'week')),
  ],
  ['link-scope', `events["${RUN}"].link`, 'a link without an id', (c) => (c.events[RUN].link = 'activation')],
  ['retention', 'retention.raw', 'two years', (c) => (c.retention = { raw: 730 })],
  ['retention', `events["${RUN}"].retention`, 'no day', (c) => (c.events[RUN].retention = 0)],
  ['not-yet', 'retention.aggregates', 'sums for a year', (c) => (c.retention = { aggregates: 365 })],
  ['not-yet', 'retention.aggregates', 'sums for good', (c) => (c.retention = { aggregates: 'forever' })],
  ['not-yet', `events["${RUN}"].policy`, 'an archive', (c) => (c.events[RUN].policy = 'archive')],
  ['deliver-now', `events["${INDEXED}"].deliver`, 'usage at once', (c) => (c.events[INDEXED].deliver = 'now')],
  [
    'precision',
    `events["${INDEXED}"].precision`,
    'a person’s minutes',
    (c) => (c.events[INDEXED].precision = 'minute'),
  ],
  [
    'sampling',
    `events["${INDEXED}"].sampling.rate`,
    'a rate of nothing',
    (c) => (c.events[INDEXED].sampling = { rate: 0 }),
  ],
  [
    'sampling',
    `events["${INDEXED}"].sampling.minRate`,
    'a smallest rate above the rate',
    (c) => (c.events[INDEXED].sampling.minRate = 0.5),
  ],
  [
    'sampling',
    `events["${RUN}"].sampling.unit`,
    'a counter by occurrence',
    (c) => (c.events[RUN].sampling = { rate: 0.5, unit: 'occurrence' }),
  ],
  [
    'sampling',
    `events["${INDEXED}"].sampling.keep[0].command`,
    'a condition on another event',
    (c) => (c.events[INDEXED].sampling.keep = [{ command: ['build'] }]),
  ],
  [
    'sampling',
    `events["${INDEXED}"].sampling.keep[0].files`,
    'a condition on no value',
    (c) => (c.events[INDEXED].sampling.keep = [{ files: ['many'] }]),
  ],
  [
    'sampling',
    `events["${INDEXED}"].sampling.keep[0].duration`,
    'no number between',
    (c) => (c.events[INDEXED].sampling.keep = [{ duration: { min: 2, max: 1 } }]),
  ],
  ['expires', `events["${START}"].expires`, 'no day', (c) => (c.events[START].expires = '2026-02-30')],
  ['expires', `events["${START}"].expires`, 'soon', (c) => (c.events[START].expires = 'soon')],
  [
    'alert',
    `events["${RUN}"].alerts[0].metric`,
    'a metric it has not',
    (c) => (c.events[RUN].alerts = [{ ...alert, metric: 'files' }]),
  ],
  ['alert', `events["${RUN}"].alerts[0]`, 'no border', (c) => (c.events[RUN].alerts = [{ ...alert, max: undefined }])],
  [
    'alert',
    `events["${RUN}"].alerts[0].windowMinutes`,
    'no window',
    (c) => (c.events[RUN].alerts = [{ ...alert, windowMinutes: 0 }]),
  ],
  ['context-kind', 'context[2]', 'an age beside every report', (c) => c.context.push('installAge')],
  [
    'vendor-from',
    'fields.model.vendorFrom',
    'a vendor from nowhere',
    (c) => use(c, 'model', known('model', 'x', { vendorFrom: 'maker' })),
  ],
  [
    'vendor-from',
    `events["${INDEXED}"].fields.model`,
    'a vendor of another event',
    (c) => use(c, 'model', known('model', 'x', { vendorFrom: 'command' })),
  ],
  ['context-kind', 'environment[0]', 'a number told alone', (c) => (c.environment = ['duration'])],
  ['field-undeclared', 'environment[0]', 'nothing told alone', (c) => (c.environment = ['colour'])],
  ['presence', 'presence.by', 'nine values', (c) => (c.presence.by = 'packageManager')],
  ['presence', 'presence.by', 'no closed list', (c) => (c.presence.by = 'productVersion')],
  ['population', 'population', 'ten', (c) => (c.population = 10)],
  ['destination', 'destinations[0].host', 'an address', (c) => (c.destinations[0].host = 'https://acme.example/x')],
  ['audience-fr', 'destinations[0]', 'a sink', (c) => audience(c, () => (c.destinations[0].kind = 'posthog'))],
  [
    'audience-fr',
    `events["${TOOL}"].identity`,
    'an installation',
    (c) => audience(c, () => ((c.events[TOOL].identity = 'install'), (c.events[TOOL].identityReason = 'x'))),
  ],
  [
    'audience-fr',
    `events["${RUN}"].privacy`,
    'diagnostics',
    (c) => audience(c, () => (c.events[RUN].privacy = 'diagnostic')),
  ],
  [
    'audience-fr',
    `events["${INDEXED}"].fields.org`,
    'an organisation',
    (c) => audience(c, () => (c.events[INDEXED].fields.org = 'optional')),
  ],
  [
    'bits-stable',
    `events["${TOOL}"]`,
    'fields of rows with an id',
    (c) => (c.fields.command.transient = c.fields.tool.transient = false),
  ],
  [
    'bits-stable',
    `events["${START}"]`,
    'too much context',
    (c) => (c.events[START].context = ['os', 'arch', 'productVersion', 'agent', 'ci']),
  ],
  [
    'bits-fields',
    `events["${RUN}"]`,
    'fields of rows without an id',
    (c) => (c.fields.command.transient = c.fields.outcome.transient = false),
  ],
  [
    'bits-report',
    `events["${START}"]`,
    'a report of many fields',
    (c) =>
      Object.assign(c.events[START], {
        identity: 'day',
        context: ['agent', 'cloud'],
        precision: 'second',
        fields: { files: 'optional', outcome: 'optional', command: 'optional' },
      }),
  ],
]

const pass = { rule: 'by-cap', where: 'events', who: '@acme/dx', when: '2026-11-19', why: 'It is known' }

/** Makes a field noisy, in one event that may have it so. */
function noisy(draft: Draft, name: string, epsilon = 1): void {
  draft.fields[name] = { ...draft.fields[name], noise: { epsilon } }
  for (const event of Object.values<Draft>(draft.events))
    for (const part of ['by', 'fields'])
      if (event[part] !== undefined && !Array.isArray(event[part])) delete event[part][name]
  draft.events.seen = { ...draft.events[INDEXED], identity: 'none', once: 'month', fields: { [name]: 'required' } }
  delete draft.events.seen.sampling
  delete draft.events.seen.identityReason
}

const alert = {
  metric: 'duration',
  max: 1,
  minimumSample: 10,
  windowMinutes: 60,
  coolDownMinutes: 60,
  actions: ['alert'],
}

/** The preset allows no organisation; the case puts back what it is about. */
function audience(draft: Draft, change: () => void): void {
  draft.consent.preset = 'audience-fr'
  delete draft.events[INDEXED].fields.org
  draft.fields.org = { ...draft.fields.org }
  change()
}

/** Gives the field `cached` another name, everywhere it is used. */
function rename(draft: Draft, name: string): void {
  const put = (record: Draft): void => {
    Object.defineProperty(record, name, { value: record.cached, enumerable: true, writable: true, configurable: true })
    delete record.cached
  }
  put(draft.fields)
  put(draft.events[TOOL].by)
  put(draft.events[INDEXED].fields)
}

function selfish(): object {
  const self: { self?: unknown } = {}
  self.self = self
  return self
}

/** Rules that a case cannot be shown without, since what it breaks is also unused or over the budget. */
const BESIDE: ReadonlySet<Rule> = new Set(['field-unused', 'bits-fields', 'bits-stable', 'bits-report', 'noise-sum'])

describe('each rule', () => {
  it.each(cases)('%s at %s: %s', (rule, path, _, change) => {
    const found = broken(change)
    expect(found).toContainEqual([rule, path])
    expect(found.filter(([other]) => other !== rule && !BESIDE.has(other))).toEqual([])
  })

  it('has a case here, or is one of the lock', () => {
    const shown = new Set<string>(cases.map(([rule]) => rule))
    expect(
      Object.keys(RULES).filter((rule) => !shown.has(rule) && !/^(?:lock|version|review|since|widened)-/.test(rule)),
    ).toEqual([])
  })

  it('says what is wrong and what to do, in whole sentences', () => {
    for (const [, , , change] of cases) {
      const draft: Draft = structuredClone(acme)
      change(draft)
      for (const { message, mend, severity, rule } of checkContract(draft)) {
        expect(message).toMatch(/^\S.*[.]$/su)
        expect(mend).toMatch(/^[A-Z].*[.]$/su)
        expect(severity).toBe(RULES[rule][0])
      }
    }
  })
})

describe('the mend', () => {
  const mendOf = (rule: Rule, change: (draft: Draft) => void): string => {
    const draft: Draft = structuredClone(acme)
    change(draft)
    return checkContract(draft).find((issue) => issue.rule === rule)!.mend
  }

  it('names the word that was most likely meant', () => {
    expect(mendOf('field-undeclared', (c) => c.events[RUN].by.push('comand'))).toContain('`command`')
    expect(mendOf('unknown-attribute', (c) => (c.retentoin = {}))).toContain('`retention`')
    expect(mendOf('field-type', (c) => (c.fields.cached = { kind: 'flog', doc: 'x' }))).toContain('`flag`')
    expect(mendOf('source-undeclared', (c) => (c.events[RUN].sources = ['clj']))).toContain('`cli`')
  })

  it('of too many bits gives up the least that is enough', () => {
    expect(
      mendOf('bits-stable', (c) => (c.events[START].context = ['os', 'arch', 'productVersion', 'agent', 'ci'])),
    ).toBe('Leave `agent` out of the context, and leave `productVersion` out of the context: that saves 6.0 bits.')
  })
})
