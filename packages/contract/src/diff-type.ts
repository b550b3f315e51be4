import type { ChangeClass } from './change.ts'
import { isSame, type ChangeRule, type ChangeScene, type ChangeTable } from './change-rule.ts'
import { codes, compareLists, quoted, scaled, worded } from './change-words.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES } from './field-types.ts'
import { bucketLabels, type BucketSpec } from './fields/bucket.ts'
import type { CampaignSpec } from './fields/campaign.ts'
import type { ChoiceSpec } from './fields/choice.ts'
import type { ChoicesSpec } from './fields/choices.ts'
import type { DaySpec } from './fields/day.ts'
import type { DomainSpec } from './fields/domain.ts'
import type { ErrorClassSpec } from './fields/error-class.ts'
import type { FlagSpec } from './fields/flag.ts'
import type { HashSpec } from './fields/hash.ts'
import type { HourSpec } from './fields/hour.ts'
import type { IdSpec } from './fields/id.ts'
import type { KnownSpec } from './fields/known.ts'
import { DEFAULT_MAX, type NumberSpec } from './fields/number-field.ts'
import type { RouteSpec } from './fields/route.ts'
import type { SlugSpec } from './fields/slug.ts'
import type { TallySpec } from './fields/tally.ts'
import type { TextSpec } from './fields/text.ts'
import { LIVE, type VersionSpec } from './fields/version.ts'
import type { WordList } from './fields/word-list.ts'

/** What a type of field says beyond what every field says. */
type OwnOf<F extends FieldSpec> = Omit<F, keyof FieldSpec>

const numberRules: ChangeTable<OwnOf<NumberSpec<string>>> = {
  unit: unitRule,
  min: scaled((min) => -(min ?? 0), {
    looser: ['privacy-widening', (subject, now, old) => `${subject} goes down to ${now ?? 0} instead of ${old ?? 0}.`],
    tighter: ['breaking', (subject, now, old) => `${subject} goes down to ${now ?? 0} only, before to ${old ?? 0}.`],
  }),
  max: scaled((max) => max ?? DEFAULT_MAX, {
    looser: [
      'privacy-widening',
      (subject, now = DEFAULT_MAX, old = DEFAULT_MAX) => `${subject} goes up to ${now} instead of ${old}.`,
    ],
    tighter: [
      'breaking',
      (subject, now = DEFAULT_MAX, old = DEFAULT_MAX) => `${subject} goes up to ${now} only, before to ${old}.`,
    ],
  }),
  decimals: (before = 0, after = 0, { subject, tell }) => {
    const digits = `${subject} keeps ${after} digits behind the point instead of ${before}`
    tell('changed', 'breaking', `${digits}, so its stored numbers have another scale.`)
    if (after > before) tell('looser', 'privacy-widening', `${digits}, so it is told more finely.`)
  },
  exact: (before, after, { subject, tell }) => {
    if (before === undefined)
      tell('added', 'privacy-widening', `${subject} keeps every digit instead of two: ${quoted(after ?? '')}.`)
    else if (after === undefined) tell('removed', 'compatible', `${subject} keeps two significant digits only.`)
    else tell('changed', 'compatible', `${subject} words anew why it keeps every digit: ${quoted(after)}.`)
  },
}

/** A list of words, and other spellings of them. */
const wordRules: ChangeTable<Pick<ChoiceSpec, 'values' | 'aliases'>> = {
  values: (before, after, scene) => valuesRule(before, after, scene),
  aliases: (before = {}, after = {}, { subject, tell }) => {
    const { added, removed } = compareLists(Object.keys(before), Object.keys(after))
    const moved = Object.keys(before).filter((from) => Object.hasOwn(after, from) && after[from] !== before[from])
    if (added.length > 0) tell('added', 'compatible', `${subject} takes ${codes(added)} for words of its list.`)
    if (removed.length > 0)
      tell('removed', 'breaking', `${subject} no longer takes ${codes(removed)}: they become \`other\`.`)
    if (moved.length > 0)
      tell('changed', 'breaking', `${subject} takes ${codes(moved.sort())} for other words than before.`)
  },
}

/** The words of sets and tallies: an author's own, or those of a published list. */
const setRules: ChangeTable<Omit<WordList, 'max'>> = {
  ...wordRules,
  values: (before, after, scene) => {
    if (setLists(scene) === 'same kind') valuesRule(before, after, scene)
  },
  known: (before, after, scene) => {
    const list = (kind: string | undefined): string =>
      kind === undefined ? 'words of its own' : `the published list of ${kind}s`
    scene.tell('changed', 'breaking', `${scene.subject} takes ${list(after)} instead of ${list(before)}.`)
    publishedRule(before, after, scene)
  },
  edition: (before, after, scene) => {
    if (setLists(scene) === 'same kind') publishedRule(before, after, scene)
  },
  list: (before, after, scene) => {
    if (setLists(scene) === 'same kind') listRule(before, after, scene)
  },
}

// Another kind of list has been told with it.
function setLists({ name, before, after }: ChangeScene): 'same kind' | 'another kind' {
  const [old, now] = [before.fields[name] as ChoicesSpec, after.fields[name] as ChoicesSpec]
  return old.known === now.known ? 'same kind' : 'another kind'
}

/** What goes for the attributes of each type. A type or an attribute that is missing here fails a test. */
export const TYPE_RULES: {
  readonly [kind: string]: { readonly [attribute: string]: ChangeRule<never> }
} = {
  flag: {} satisfies ChangeTable<OwnOf<FlagSpec>>,
  count: numberRules,
  measure: numberRules,
  duration: numberRules,
  money: numberRules,
  bytes: numberRules,
  score: numberRules,
  bucket: {
    edges: edgesRule,
    labels: labelsRule,
    unit: unitRule,
    whole: (before, after, scene) => {
      const field = scene.after.fields[scene.name] as BucketSpec
      // Own labels say nothing of whole numbers, and new ones have been told.
      if (isSame(field.labels, (scene.before.fields[scene.name] as BucketSpec).labels)) labelsRule(before, after, scene)
    },
  } satisfies ChangeTable<OwnOf<BucketSpec>>,
  choice: wordRules satisfies ChangeTable<OwnOf<ChoiceSpec>>,
  choices: { ...setRules, max: mostRule('words of one use') } satisfies ChangeTable<OwnOf<ChoicesSpec>>,
  tally: {
    ...setRules,
    max: mostRule('words of one use'),
    upTo: mostRule('uses of one word'),
  } satisfies ChangeTable<OwnOf<TallySpec>>,
  day: {} satisfies ChangeTable<OwnOf<DaySpec>>,
  hour: {} satisfies ChangeTable<OwnOf<HourSpec>>,
  route: {
    templates: (before, after, scene) => valuesRule(before, after, scene),
  } satisfies ChangeTable<OwnOf<RouteSpec>>,
  known: {
    of: (before, after, { subject, tell }) => {
      tell('changed', 'breaking', `${subject} is a name of a ${after}, before of a ${before}.`)
      tell('changed', 'privacy-widening', `${subject} names a ${after}, which it did not before.`)
    },
    edition: publishedRule,
    list: listRule,
    vendorFrom: (before, after, { subject, tell }) =>
      tell(
        'changed',
        'breaking',
        `${subject} takes its vendor from ${after === undefined ? 'nowhere' : `\`${after}\``} instead of ${before === undefined ? 'nowhere' : `\`${before}\``}.`,
      ),
  } satisfies ChangeTable<OwnOf<KnownSpec>>,
  slug: {
    publicList: (before, after, { subject, tell }) => {
      tell('changed', 'breaking', `${subject} is a key of the catalogue ${after}, before of ${before}.`)
      tell('changed', 'privacy-widening', `${subject} names items of ${after}, which it did not before.`)
    },
    atMost: mostRule('keys'),
  } satisfies ChangeTable<OwnOf<SlugSpec>>,
  domain: {
    sites: (before, after, scene) => valuesRule(before, after, scene),
    edition: publishedRule,
  } satisfies ChangeTable<OwnOf<DomainSpec>>,
  campaign: {
    values: (before, after, scene) => {
      if (before !== undefined && after !== undefined) valuesRule(before, after, scene)
      else if (after === undefined)
        scene.tell('looser', 'privacy-widening', `${scene.subject} takes any label, before those of a list only.`)
      else scene.tell('tighter', 'breaking', `${scene.subject} takes the labels of a list only: ${codes(after)}.`)
    },
    atMost: (before, after, scene) => {
      // That a list came or went has been told.
      if (before !== undefined && after !== undefined) mostRule('labels')(before, after, scene)
    },
  } satisfies ChangeTable<OwnOf<CampaignSpec>>,
  errorClass: {
    classes: (before, after, scene) => valuesRule(before, after, scene),
    edition: publishedRule,
  } satisfies ChangeTable<OwnOf<ErrorClassSpec>>,
  text: { max: mostRule('characters') } satisfies ChangeTable<OwnOf<TextSpec>>,
  version: {
    parts: (before, after, { subject, tell }) => {
      const parts = `${subject} keeps ${after} of a version's parts instead of ${before}`
      tell('changed', 'breaking', `${parts}, so what is stored no longer compares.`)
      if (after > before) tell('looser', 'privacy-widening', `${parts}, so it is told more finely.`)
    },
    // What passes is the same; what changes is how much of the budget it is said to cost.
    live: scaled((live) => -(live ?? LIVE), {
      looser: [
        'privacy-widening',
        (subject) => `${subject} is said to have fewer versions in use, so it costs less of the budget of bits.`,
      ],
      tighter: ['compatible', (subject) => `${subject} is said to have more versions in use.`],
    }),
  } satisfies ChangeTable<OwnOf<VersionSpec>>,
  id: {
    of: (before, after, { subject, tell }) => {
      tell('changed', 'breaking', `${subject} is an id of the ${after}, before of the ${before}.`)
      tell('changed', 'privacy-widening', `${subject} names the ${after}, which it did not before.`)
    },
    form: (before, after, { subject, tell }) => {
      tell('changed', 'breaking', `${subject} is written as ${after} instead of ${before}.`)
      if (before === 'hex')
        tell(
          'looser',
          'privacy-widening',
          `${subject} may be an id that other systems use too: it is written as ${after}.`,
        )
    },
    opaqueBecause: worded('why its id is opaque'),
  } satisfies ChangeTable<OwnOf<IdSpec>>,
  hash: {
    of: (before, after, { subject, tell }) => {
      tell('changed', 'breaking', `${subject} is a hash of the ${after}, before of the ${before}.`)
      tell('changed', 'privacy-widening', `${subject} stands for the ${after}, which it did not before.`)
    },
  } satisfies ChangeTable<OwnOf<HashSpec>>,
}

/** Words that a list of values gains and loses: a new word tells more of a machine unless it changes from use to use. */
export function valuesRule(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  { subject, name, after: contract, tell }: ChangeScene,
): void {
  const { added, removed } = compareLists(before, after)
  if (added.length > 0)
    tell(
      'looser',
      moreValues(contract.fields[name]),
      `${subject} says more: ${codes(added)}, before the word \`other\`.`,
    )
  if (removed.length > 0)
    tell(
      'tighter',
      'breaking',
      `${subject} says less: ${codes(removed)} ${removed.length === 1 ? 'becomes' : 'become'} \`other\`.`,
    )
  if (added.length + removed.length === 0)
    tell('changed', 'compatible', `${subject} has the same values, written otherwise.`)
}

/** How it is classed that a field has more values than before. */
export function moreValues(field: FieldSpec | undefined): ChangeClass {
  return field?.transient === true ? 'compatible' : 'privacy-widening'
}

// What counts is which words can be sent; where they come from, and their other spellings, say nothing more.
function publishedRule(_before: unknown, _after: unknown, scene: ChangeScene): void {
  const [old, now] = [scene.before, scene.after].map((contract) => {
    const field = contract.fields[scene.name] as FieldSpec
    return FIELD_TYPES.get(field.kind)?.words?.(field)
  })
  valuesRule(old, now, scene)
}

// A list of another edition has been told with it.
function listRule(before: unknown, after: unknown, scene: ChangeScene): void {
  const [old, now] = [scene.before.fields[scene.name] as KnownSpec, scene.after.fields[scene.name] as KnownSpec]
  if (old.edition === now.edition) publishedRule(before, after, scene)
}

function mostRule(noun: string): ChangeRule<number> {
  return scaled<number>((most) => most, {
    looser: ['privacy-widening', (subject, now, old) => `${subject} holds up to ${now} ${noun} instead of ${old}.`],
    tighter: ['breaking', (subject, now, old) => `${subject} holds up to ${now} ${noun} only, before ${old}.`],
  })
}

function unitRule(before: string | undefined, after: string | undefined, { subject, tell }: ChangeScene): void {
  tell(
    'changed',
    'breaking',
    `${subject} is in ${unitWords(after)} instead of ${unitWords(before)}: its figures of before and after do not compare.`,
  )
}

function unitWords(unit: string | undefined): string {
  return unit === undefined ? 'no unit' : quoted(unit)
}

// Whatever moves a border or renames a class, rows of before and after no longer add up by label.
function edgesRule(before: readonly number[], after: readonly number[], { subject, tell }: ChangeScene): void {
  const added = after.filter((edge) => !before.includes(edge))
  const removed = before.filter((edge) => !after.includes(edge))
  const parts = [
    ...(added.length > 0 ? [`gains the ${edgeWord(added)} ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`loses the ${edgeWord(removed)} ${removed.join(', ')}`] : []),
  ]
  const says = `${subject} ${parts.join(' and ')}`
  tell('changed', 'breaking', `${says}, so its classes of before and after do not add up.`)
  if (added.length > 0) tell('looser', 'privacy-widening', `${says}, so sizes are told more finely.`)
}

function labelsRule(_before: unknown, _after: unknown, { subject, name, before, after, tell }: ChangeScene): void {
  const [old, now] = [before.fields[name] as BucketSpec, after.fields[name] as BucketSpec]
  if (!isSame(old.edges, now.edges) || isSame(bucketLabels(old), bucketLabels(now))) return
  tell(
    'renamed',
    'breaking',
    `${subject} calls its classes ${codes(bucketLabels(now))}, before ${codes(bucketLabels(old))}.`,
  )
}

function edgeWord(edges: readonly number[]): string {
  return edges.length === 1 ? 'border' : 'borders'
}
