import { errors } from '@plainsight/contract'
import { normalEvent } from '@plainsight/contract/judge'
import { acme } from './acme.ts'

type Key = string | number
type Edit =
  | { readonly at: readonly Key[]; readonly put: unknown }
  | { readonly at: readonly Key[]; readonly drop: true }
  | { readonly at: readonly Key[]; readonly call: string }
type Told = readonly [path: readonly Key[], what: string, of: 'privacy-widening' | 'breaking' | 'compatible']
type Row = readonly [says: string, before: readonly Edit[], after: readonly Edit[], told: readonly Told[]]

const put = (at: readonly Key[], value: unknown): Edit => ({ at, put: value })

const W = 'privacy-widening'
const B = 'breaking'
const C = 'compatible'

const FAILED = ['events', 'program.failed'] as const
const failed = normalEvent(
  acme as never,
  'program.failed',
  errors({
    what: 'The program failed',
    why: 'What to mend first',
    readBy: ['report:errors'],
    codes: ['E_CONFIG'],
    classes: ['ConfigError'],
    packages: ['commander'],
    fields: { command: 'required' },
  }),
)
const reports = put(FAILED, failed)
const failedWith = (attribute: string, value: unknown): Row[1] => [put([...FAILED, attribute], value)]
const orm = { library: 'orm', version: '2.1.0', prefix: 'orm' }

const errorRows: readonly Row[] = [
  ['error reports come', [], [reports], [[FAILED, 'added', W]]],
  ['error reports go', [reports], [], [[FAILED, 'removed', B]]],
  [
    'a code more',
    [reports],
    [reports, ...failedWith('codes', ['E_CONFIG', 'E_NET'])],
    [[[...FAILED, 'codes'], 'added', C]],
  ],
  ['a code less', [reports], [reports, ...failedWith('codes', [])], [[[...FAILED, 'codes'], 'removed', B]]],
  [
    'other codes',
    [reports],
    [reports, ...failedWith('codes', ['E_NET'])],
    [
      [[...FAILED, 'codes'], 'added', C],
      [[...FAILED, 'codes'], 'removed', B],
    ],
  ],
  [
    'codes in another order',
    [put(FAILED, { ...failed, codes: ['A', 'B'] })],
    [put(FAILED, { ...failed, codes: ['B', 'A'] })],
    [[[...FAILED, 'codes'], 'changed', C]],
  ],
  [
    'a class more',
    [reports],
    [reports, ...failedWith('classes', ['ConfigError', 'NetError'])],
    [[[...FAILED, 'classes'], 'added', C]],
  ],
  ['a class less', [reports], [reports, ...failedWith('classes', [])], [[[...FAILED, 'classes'], 'removed', B]]],
  [
    'a package more keeps its name',
    [reports],
    [reports, ...failedWith('packages', ['commander', 'yargs'])],
    [[[...FAILED, 'packages'], 'added', C]],
  ],
  ['a package less', [reports], [reports, ...failedWith('packages', [])], [[[...FAILED, 'packages'], 'removed', B]]],
  [
    'lists of another edition',
    [reports],
    [reports, ...failedWith('edition', 2)],
    [[[...FAILED, 'edition'], 'changed', C]],
  ],
  [
    'a message may be asked for',
    [reports],
    [reports, ...failedWith('text', { max: 200 })],
    [[[...FAILED, 'text'], 'looser', W]],
  ],
  [
    'a longer message',
    [put(FAILED, { ...failed, text: { max: 200 } })],
    [put(FAILED, { ...failed, text: { max: 500 } })],
    [[[...FAILED, 'text'], 'looser', W]],
  ],
  [
    'no message any more',
    [put(FAILED, { ...failed, text: { max: 200 } })],
    [reports],
    [[[...FAILED, 'text'], 'tighter', C]],
  ],
  [
    'reports kept longer',
    [reports],
    [reports, ...failedWith('retention', 60)],
    [[[...FAILED, 'retention'], 'looser', W]],
  ],
  [
    'reports leave at once',
    [reports],
    [reports, ...failedWith('deliver', 'now')],
    [[[...FAILED, 'deliver'], 'looser', W]],
  ],
  [
    'reports in the channel of usage',
    [reports],
    [reports, ...failedWith('channel', 'usage')],
    [[[...FAILED, 'channel'], 'changed', W]],
  ],
  [
    'a field more in reports',
    [reports],
    [reports, ...failedWith('uses', { command: { need: 'required' }, cached: { need: 'optional' } })],
    [[[...FAILED, 'fields', 'cached'], 'added', C]],
  ],
]

const NOISE = ['fields', 'cached', 'noise'] as const
const noiseRows: readonly Row[] = [
  ['noise comes', [], [put(NOISE, { epsilon: 1 })], [[NOISE, 'tighter', B]]],
  ['noise goes', [put(NOISE, { epsilon: 1 })], [], [[NOISE, 'looser', W]]],
  ['weaker noise', [put(NOISE, { epsilon: 1 })], [put(NOISE, { epsilon: 2 })], [[NOISE, 'looser', W]]],
  ['stronger noise', [put(NOISE, { epsilon: 2 })], [put(NOISE, { epsilon: 1 })], [[NOISE, 'tighter', B]]],
]

const headRows: readonly Row[] = [
  [
    'a library comes; what it reports is told event by event',
    [],
    [put(['includes'], [orm])],
    [[['includes'], 'added', C]],
  ],
  ['a library goes', [put(['includes'], [orm])], [], [[['includes'], 'removed', C]]],
  [
    'a later version of a library',
    [put(['includes'], [orm])],
    [put(['includes'], [{ ...orm, version: '2.2.0' }])],
    [[['includes'], 'changed', C]],
  ],
  [
    'a library under another prefix',
    [put(['includes'], [orm])],
    [put(['includes'], [{ ...orm, prefix: 'db' }])],
    [
      [['includes'], 'added', C],
      [['includes'], 'removed', C],
    ],
  ],
  ['a context value told alone', [], [put(['environment'], ['os'])], [[['environment', 'os'], 'added', W]]],
  [
    'one more told alone',
    [put(['environment'], ['os'])],
    [put(['environment'], ['os', 'ci'])],
    [[['environment', 'ci'], 'added', W]],
  ],
  ['none told alone any more', [put(['environment'], ['os'])], [], [[['environment', 'os'], 'removed', B]]],
  [
    'values told alone in another order',
    [put(['environment'], ['os', 'ci'])],
    [put(['environment'], ['ci', 'os'])],
    [[['environment'], 'changed', C]],
  ],
  ['the mark of the whole is no change', [], [put(['widened'], '1.2.0')], []],
  [
    'a rule let pass is no change',
    [],
    [put(['reviews'], [{ rule: 'by-cap', where: 'events', who: 'a', when: '2026-11-19', why: 'b' }])],
    [],
  ],
]

const eventRows: readonly Row[] = [
  [
    'an age of the machine in an event',
    [],
    [put(['events', 'server.started', 'uses', 'installAge'], { need: 'optional' })],
    [[['events', 'server.started', 'fields', 'installAge'], 'added', C]],
  ],
  [
    'an age of the machine beside an id',
    [],
    [put(['events', 'project.indexed', 'uses', 'installAge'], { need: 'optional' })],
    [[['events', 'project.indexed', 'fields', 'installAge'], 'added', W]],
  ],
  [
    'a question with a day becomes a chart',
    [put(['events', 'server.started', 'readBy'], ['question:How many run? by 2027-06-30'])],
    [put(['events', 'server.started', 'readBy'], ['chart:servers'])],
    [[['events', 'server.started', 'readBy'], 'changed', C]],
  ],
]

/** Pairs about error reports, noise, libraries, values told alone, and probes of age. */
export function languageRows(): readonly Row[] {
  return [...errorRows, ...noiseRows, ...headRows, ...eventRows]
}
