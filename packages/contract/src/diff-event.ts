import type { Change } from './change.ts'
import { applyTable, isSame, sceneOf, type ChangeRule, type ChangeScene, type ChangeTable } from './change-rule.ts'
import {
  codes,
  compareData,
  compareLists,
  days,
  listed,
  placeIn,
  scaled,
  setOf,
  unsaid,
  worded,
  type ScaleWords,
} from './change-words.ts'
import type { AlertSpec } from './contract-spec.ts'
import { linkRule } from './diff-link.ts'
import { samplingRule } from './diff-sampling.ts'
import { diffUses } from './diff-use.ts'
import { fieldWords, identifyingItself } from './identifying-use.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, type NormalEvent } from './normal-event.ts'
import { compareSemver, parseSemver } from './semver.ts'

/** From a word that only says something to one that follows someone: the order is that of privacy.md, 1. */
const SCOPES: readonly string[] = ['none', 'run', 'day', 'week', 'month', 'install']

/** From what nobody learns without asking to what everybody does. */
const CLASSES: readonly string[] = ['diagnostic', 'sensitive', 'internal', 'opaque-identity', 'aggregate', 'public']

/** Looser widens, tighter only says less often: figures stay figures. */
function quieter<V>(says: (after: V, before: V) => string): ScaleWords<V> {
  const sentence = (subject: string, after: V, before: V): string => `${subject} ${says(after, before)}.`
  return { looser: ['privacy-widening', sentence], tighter: ['compatible', sentence] }
}

/** Looser widens, tighter takes from charts what they were built on. */
function poorer<V>(says: (after: V, before: V) => string): ScaleWords<V> {
  return { ...quieter(says), tighter: ['breaking', (subject, after, before) => `${subject} ${says(after, before)}.`] }
}

/** How each property of an event is classed; its fields are classed use by use. */
export const EVENT_RULES: ChangeTable<Omit<NormalEvent, 'uses'>> = {
  kind: (before, after, { subject, tell }) => {
    const words = (kind: string): string =>
      kind === 'rollup'
        ? 'counted by day'
        : kind === 'errors'
          ? 'a report of errors'
          : `reported each time (\`${kind}\`)`
    tell('changed', 'breaking', `${subject} is ${words(after)}; before it was ${words(before)}.`)
    if (before === 'rollup')
      tell(
        'looser',
        'privacy-widening',
        `${subject} is ${words(after)}, so single uses and their hours leave the machine.`,
      )
  },
  what: worded('what happened'),
  why: worded('what it is for'),
  who: worded('whom it is about'),
  readBy: listed('its readers'),
  sources: setOf({
    added: ['privacy-widening', (subject, source) => `${subject} is also taken from the source ${source}.`],
    removed: ['breaking', (subject, source) => `${subject} is no longer taken from the source ${source}.`],
  }),
  privacy: (before, after, scene) => {
    // A sensitive event has every field masked: its figures end where it begins.
    const words = poorerOnly(
      after === 'sensitive',
      (now: string, old: string) => `is of the class ${now} instead of ${old}`,
    )
    scaled<string>(placeIn(CLASSES), words)(before, after, scene)
  },
  signal: worded('its signal'),
  tags: listed('tags'),
  owners: listed('owners'),
  stability: worded('its stability'),
  acceptFrom: scaled<string>(
    placeIn(['service', 'anyone']),
    poorer((now) =>
      now === 'anyone' ? 'is taken from anyone and not from services only' : 'is taken from services only',
    ),
  ),
  context: setOf({
    added: ['privacy-widening', (subject, field) => `With ${subject} goes ${field}, which tells more of the machine.`],
    removed: ['breaking', (subject, field) => `With ${subject} no longer goes ${field}.`],
  }),
  identity: scaled<string>(
    placeIn(SCOPES),
    poorer((now, old) =>
      now === 'none'
        ? `carries no id; before one of the scope ${old}`
        : `carries an id of the scope ${now} instead of ${old}`,
    ),
  ),
  identityReason: worded('why it carries an id'),
  link: linkRule,
  once: scaled<string | undefined>(
    (once) => (once === undefined ? 4 : placeIn(['install', 'month', 'project-and-process', 'process'])(once)),
    poorer((now, old) => `is reported ${often(now)} instead of ${often(old)}`),
  ),
  sampling: samplingRule,
  retention: scaled<number>(
    (count) => count,
    quieter((now, old) => `is kept for ${days(now)} instead of ${old}`),
  ),
  policy: scaled<string>(
    placeIn(['delete', 'archive']),
    quieter((now) => (now === 'archive' ? 'is archived when its days are over' : 'is deleted when its days are over')),
  ),
  alerts: (before, after, { subject, tell }) => {
    const { added, removed } = compareData<AlertSpec>(before, after)
    const names = (alerts: readonly AlertSpec[]): string => alerts.map(({ metric }) => `\`${metric}\``).join(', ')
    if (added.length > 0) tell('added', 'compatible', `${subject} raises an alert on ${names(added)}.`)
    if (removed.length > 0)
      tell('removed', 'compatible', `${subject} no longer raises an alert on ${names(removed)} as it did.`)
    if (added.length + removed.length === 0)
      tell('changed', 'compatible', `${subject} has its alerts in another order.`)
  },
  channel: (before, after, { subject, tell }) =>
    tell(
      'changed',
      'privacy-widening',
      `${subject} belongs to the channel ${after} instead of ${before}: a choice made for the one is none for the other.`,
    ),
  from: setOf({
    added: ['compatible', (subject, foreign) => `${subject} is also made of what others call ${foreign}.`],
    removed: ['breaking', (subject, foreign) => `${subject} is no longer made of what others call ${foreign}.`],
  }),
  expires: expiryRule,
  since: unsaid,
  widened: unsaid,
  deprecated: worded('what to use instead'),
  measure: measureRule,
  precision: scaled<string>(
    placeIn(['hour', 'minute', 'second']),
    poorer((now, old) => `keeps its time to the ${now} instead of the ${old}`),
  ),
  codes: wordsOf('codes'),
  classes: wordsOf('classes of errors'),
  packages: wordsOf('packages'),
  edition: (before, after, { subject, tell }) => {
    const says = `${subject} takes the names of classes and codes of the edition ${after ?? 1} instead of ${before ?? 1}`
    tell('changed', 'compatible', `${says}.`)
  },
  text: (before, after, scene) => {
    const longest = (text: typeof after): number => (text === undefined || text === false ? 0 : text.max)
    const [old, now] = [longest(before), longest(after)]
    if (old === now) return
    scene.tell(
      now > old ? 'looser' : 'tighter',
      now > old ? 'privacy-widening' : 'compatible',
      now === 0
        ? `${scene.subject} never asks for the message of an error.`
        : `${scene.subject} may ask for the masked message of an error, up to ${now} characters${old === 0 ? '' : ` instead of ${old}`}.`,
    )
  },
  deliver: scaled<string>(
    placeIn(['day', 'now']),
    quieter((now) => (now === 'now' ? 'leaves at once and not when its day is over' : 'leaves when its day is over')),
  ),
}

// A word that is new was `other` before: of nobody, and other words from error to error.
function wordsOf(noun: string): ChangeRule<readonly string[] | undefined> {
  return (before, after, { subject, tell }) => {
    const { added, removed } = compareLists(before, after)
    if (added.length > 0) tell('added', 'compatible', `${subject} names further ${noun}: ${codes(added)}.`)
    if (removed.length > 0) tell('removed', 'breaking', `${subject} no longer names the ${noun} ${codes(removed)}.`)
    if (added.length + removed.length === 0)
      tell('changed', 'compatible', `${subject} gives the same ${noun} in another order.`)
  }
}

/** Classes what differs between two forms of one event. What only follows the contract's own default is told there. */
export function diffEvent(changes: Change[], name: string, before: NormalContract, after: NormalContract): void {
  const old = before.events[name] as NormalEvent
  const now = after.events[name] as NormalEvent
  const path = ['events', name]
  const scene = sceneOf(changes, `\`${name}\``, name, before, after)
  const inherited = DEFAULTS.filter(
    ([attribute, of]) => isSame(old[attribute], of(before)) && isSame(now[attribute], of(after)),
  ).map(([attribute]) => attribute)
  applyTable<NormalEvent>(EVENT_RULES as ChangeTable<NormalEvent>, old, now, path, scene, ['uses', ...inherited])
  diffUses(changes, name, before, after)
}

// What an event has from the contract where it says nothing of its own.
const DEFAULTS: readonly (readonly [attribute: keyof NormalEvent, of: (contract: NormalContract) => unknown])[] = [
  ['sources', ({ sources }) => sources],
  ['owners', ({ owners }) => owners],
  ['stability', ({ stability }) => stability],
  ['context', ({ context }) => context],
  ['retention', ({ retention }) => retention.raw],
]

function poorerOnly<V>(isPoorer: boolean, says: (after: V, before: V) => string): ScaleWords<V> {
  return isPoorer ? poorer(says) : quieter(says)
}

function often(once: string | undefined): string {
  switch (once) {
    case undefined:
      return 'each time'
    case 'process':
      return 'once a run'
    case 'project-and-process':
      return 'once a project and run'
    case 'month':
      return 'once a month'
    default:
      return 'once an installation'
  }
}

function measureRule(
  before: readonly string[],
  after: readonly string[],
  { subject, after: contract, tell }: ChangeScene,
): void {
  const { added, removed } = compareLists(before, after)
  for (const name of added) {
    const field = fieldOf(contract, name)
    const because = field === undefined ? undefined : identifyingItself(field)
    const says = `${subject} also adds up \`${name}\`: ${fieldWords(field)}`
    if (because === undefined) tell('added', 'compatible', `${says}.`, [name])
    else tell('added', 'privacy-widening', `${says}. It widens: ${because}.`, [name])
  }
  for (const name of removed) tell('removed', 'breaking', `${subject} no longer adds up \`${name}\`.`, [name])
  if (added.length + removed.length === 0)
    tell('changed', 'compatible', `${subject} has its measures in another order.`)
}

// People read on the page when a report ends; one that goes on says more than they agreed to.
function expiryRule(before: string | undefined, after: string | undefined, { subject, tell }: ChangeScene): void {
  const [old, now] = [before ?? 'never', after ?? 'never']
  if (old === now) tell('changed', 'compatible', `${subject} is said to end never.`)
  else if (now === 'never')
    tell('looser', 'privacy-widening', `${subject} no longer ends by itself; before it did with ${old}.`)
  else if (old === 'never' || isSooner(now, old))
    tell('tighter', 'compatible', `${subject} ends with ${now}${old === 'never' ? '' : ` instead of ${old}`}.`)
  else tell('looser', 'privacy-widening', `${subject} ends with ${now} instead of ${old}.`)
}

// A version and a day cannot be compared, so neither is the sooner one.
function isSooner(now: string, old: string): boolean {
  const versions = [now, old].map((end) => parseSemver(end) !== undefined)
  if (versions[0] !== versions[1]) return false
  return versions[0] === true ? compareSemver(now, old) < 0 : now < old
}
