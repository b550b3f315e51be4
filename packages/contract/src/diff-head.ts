import type { ChangeScene, ChangeTable } from './change-rule.ts'
import { compareData, compareLists, days, listed, placeIn, scaled, setOf, unsaid, worded } from './change-words.ts'
import type { Destination } from './contract-spec.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf } from './normal-event.ts'

/** From the preset under which least leaves by itself to the one under which most does (privacy.md, 9). */
const PRESETS: readonly string[] = ['local', 'opt-in', 'audience-fr', 'notice']

const PRESET_WORDS: { readonly [preset in NormalContract['consent']['preset']]: string } = {
  local: 'nothing leaves the machine',
  'opt-in': 'nothing is kept before a yes',
  'audience-fr': 'it is on after a notice, within the French audience exemption',
  notice: 'it is on after a notice',
}

/** How each property of a contract's head is classed. */
export const HEAD_RULES: ChangeTable<Omit<NormalContract, 'fields' | 'events'>> = {
  name: (before, after, { tell }) =>
    tell(
      'renamed',
      'breaking',
      `The contract is called \`${after}\` instead of \`${before}\`: tables, variables and folders have other names, and a yes to the one is none to the other.`,
    ),
  version: unsaid,
  title: worded('its title'),
  description: worded('its description'),
  owners: listed('owners'),
  domain: worded('its domain'),
  tags: listed('tags'),
  stability: worded('its stability'),
  docs: worded('its page of documentation'),
  destinations: destinationRule,
  // Which older versions a collector still takes changes neither what this one says nor what it is built of.
  accepts: setOf({
    added: ['compatible', (_, version) => `Reports of version ${version} are taken too.`],
    removed: ['compatible', (_, version) => `Reports of version ${version} are no longer taken.`],
  }),
  population: scaled((machines) => machines, {
    looser: [
      'privacy-widening',
      (_, after, before) =>
        `The contract is meant for ${after} machines instead of ${before}, so what stays the same on a machine may tell more of them apart.`,
    ],
    tighter: ['compatible', (_, after, before) => `The contract is meant for ${after} machines instead of ${before}.`],
  }),
  retention: (before, after, scene) => {
    const raw = before?.raw
    if (raw !== after.raw)
      scene.tell(
        raw > after.raw ? 'tighter' : 'looser',
        raw > after.raw ? 'compatible' : 'privacy-widening',
        `Rows are kept for ${days(after.raw)} instead of ${raw}, where an event does not say otherwise.`,
        ['raw'],
      )
    const [old, now] = [life(before?.aggregates), life(after.aggregates)]
    if (old !== now)
      scene.tell(
        old > now ? 'tighter' : 'looser',
        old > now ? 'compatible' : 'privacy-widening',
        `Sums are kept ${now === Infinity ? 'for good' : `for ${days(now)}`} instead of ${old === Infinity ? 'for good' : `for ${days(old)}`}.`,
        ['aggregates'],
      )
  },
  consent: (before, after, { tell }) => {
    const [old, now] = [PRESETS.indexOf(before.preset), PRESETS.indexOf(after.preset)]
    tell(
      now > old ? 'looser' : 'tighter',
      now > old ? 'privacy-widening' : 'compatible',
      `Consent is \`${after.preset}\` instead of \`${before.preset}\`: ${PRESET_WORDS[after.preset]}, before ${PRESET_WORDS[before.preset]}.`,
      ['preset'],
    )
  },
  sources: setOf({
    added: ['privacy-widening', (_, source) => `Reports come from a further source, ${source}.`],
    removed: ['breaking', (_, source) => `Reports of the source ${source} are no longer taken.`],
  }),
  context: setOf({
    added: [
      'privacy-widening',
      (_, field) =>
        `${field} goes with every report, where an event does not say otherwise: it tells more of the machine.`,
    ],
    removed: [
      'breaking',
      (_, field) => `${field} no longer goes with every report, where an event does not say otherwise.`,
    ],
  }),
  presence: presenceRule,
  environment: (before, after, { tell, after: contract }) => {
    const { added, removed } = compareLists(before, after)
    for (const name of added) {
      const doc = fieldOf(contract, name)?.doc
      const says = `Each machine says once a month, alone and without an id, its \`${name}\``
      tell('added', 'privacy-widening', `${says}${doc === undefined ? '' : ` (${doc})`}.`, [name])
    }
    for (const name of removed) tell('removed', 'breaking', `Machines no longer say their \`${name}\` alone.`, [name])
    if (added.length + removed.length === 0)
      tell('changed', 'compatible', 'What machines say alone stands in another order.')
  },
  ci: scaled(placeIn(['off', 'tagged']), {
    looser: [
      'privacy-widening',
      () => 'Runs in continuous integration report too, marked as such; before they were silent.',
    ],
    tighter: ['compatible', () => 'Runs in continuous integration are silent.'],
  }),
  reviews: unsaid,
  widened: unsaid,
  // What an included library reports is told event by event.
  includes: (before = [], after = [], { tell }) => {
    const of = (list: typeof before): ReadonlyMap<string, string> =>
      new Map(list.map(({ library, version, prefix }) => [`${library} under ${prefix}`, version]))
    const [old, now] = [of(before), of(after)]
    for (const [library, version] of now) {
      const was = old.get(library)
      if (was === undefined)
        tell('added', 'compatible', `It includes the reports of the library ${library}, ${version}.`)
      else if (was !== version)
        tell('changed', 'compatible', `It includes ${version} of the library ${library} instead of ${was}.`)
    }
    for (const library of old.keys())
      if (!now.has(library))
        tell('removed', 'compatible', `It no longer includes the reports of the library ${library}.`)
  },
}

const life = (aggregates: 'forever' | number | undefined): number =>
  typeof aggregates === 'number' ? aggregates : Infinity

function destinationRule(before: readonly Destination[], after: readonly Destination[], { tell }: ChangeScene): void {
  const { added, removed } = compareData(before, after)
  for (const { name, host, kind } of added) {
    const known = removed.find((old) => old.host === host)
    if (known === undefined)
      tell('added', 'privacy-widening', `Data goes to a further place: ${name} (\`${host}\`, ${kind}).`, [host])
    else if (known.kind === kind)
      tell('changed', 'compatible', `The destination \`${host}\` is called ${name} instead of ${known.name}.`, [host])
    else
      tell(
        'changed',
        'privacy-widening',
        `At \`${host}\` the data goes to ${name} (${kind}) instead of ${known.name} (${known.kind}).`,
        [host],
      )
  }
  for (const { name, host } of removed) {
    if (!added.some((now) => now.host === host))
      tell('removed', 'compatible', `Data no longer goes to ${name} (\`${host}\`).`, [host])
  }
  if (added.length + removed.length === 0) tell('changed', 'compatible', 'The destinations stand in another order.')
}

function presenceRule(
  before: NormalContract['presence'],
  after: NormalContract['presence'],
  { after: contract, tell }: ChangeScene,
): void {
  if (before === false)
    tell(
      'added',
      'privacy-widening',
      'Each machine says, without an id, that it was used on a day, in a week and in a month.',
    )
  if (after === false) {
    tell('removed', 'breaking', 'Machines no longer say that they were used: there are no figures of active machines.')
    return
  }
  const [old, now] = [before === false ? undefined : before?.by, after?.by]
  if (old === now) return
  if (old !== undefined) tell('removed', 'breaking', `Active machines are no longer told apart by \`${old}\`.`, ['by'])
  if (now !== undefined) {
    const doc = fieldOf(contract, now)?.doc
    tell(
      'added',
      'privacy-widening',
      `With the word that a machine was used goes \`${now}\`${doc === undefined ? '' : ` (${doc})`}.`,
      ['by'],
    )
  }
}
