import type { Contract, Destination, Review, Suppression } from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import type { ChoicesSpec } from './fields/choices.ts'
import { listOf, type KnownSpec } from './fields/known.ts'
import { wordsOf } from './fields/word-list.ts'
import { DEFAULT_RETENTION, normalEvent, type NormalEvent } from './normal-event.ts'
import { withoutAbsent } from './without-absent.ts'

/** A contract with every default filled in. Plain data: this is what stands in a lock file. */
export interface NormalContract {
  readonly name: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly owners: readonly string[]
  readonly domain?: string
  readonly tags: readonly string[]
  readonly stability: 'experimental' | 'stable' | 'deprecated'
  readonly docs?: string
  readonly destinations: readonly Destination[]
  readonly accepts: readonly string[]
  readonly population: number
  readonly retention: { readonly raw: number; readonly aggregates: 'forever' | number }
  readonly consent: { readonly preset: 'opt-in' | 'notice' | 'audience-fr' | 'local' }
  readonly sources: readonly string[]
  readonly context: readonly string[]
  readonly presence: { readonly by?: string } | false
  /** Fields of the built-in roll-up `plainsight.environment`; absent where there is none. */
  readonly environment?: readonly string[]
  /** The version that last said more as a whole; absent where none did. */
  readonly widened?: string
  readonly ci: 'off' | 'tagged'
  readonly reviews: readonly (Review | Suppression)[]
  /** Contracts of libraries whose fields and events stand among the others; absent where there is none. */
  readonly includes?: readonly { readonly library: string; readonly version: string; readonly prefix: string }[]
  readonly fields: { readonly [name: string]: FieldSpec }
  readonly events: { readonly [name: string]: NormalEvent }
}

/** Fills in every default of a contract. A contract that is normal already comes back as it is. */
export function normalContract(contract: Contract | NormalContract): NormalContract {
  if (isNormal(contract)) return contract
  const { name, version, title, description, owners, domain, docs } = contract
  const events: { [name: string]: NormalEvent } = {}
  for (const [event, spec] of Object.entries(contract.events)) events[event] = normalEvent(contract, event, spec)
  return {
    name,
    version,
    title,
    description,
    owners,
    ...withoutAbsent({ domain, docs }),
    tags: contract.tags ?? [],
    stability: contract.stability ?? 'stable',
    destinations: contract.destinations ?? [],
    accepts: contract.accepts ?? [],
    population: contract.population ?? 10_000,
    retention: {
      raw: contract.retention?.raw ?? DEFAULT_RETENTION,
      aggregates: contract.retention?.aggregates ?? 'forever',
    },
    consent: contract.consent,
    sources: contract.sources,
    context: contract.context ?? [],
    presence: contract.presence ?? {},
    ...(contract.environment === undefined || contract.environment.length === 0
      ? {}
      : { environment: contract.environment }),
    ...(contract.widened === undefined ? {} : { widened: contract.widened }),
    ci: contract.ci ?? 'off',
    reviews: contract.reviews ?? [],
    ...(contract.includes === undefined || contract.includes.length === 0
      ? {}
      : { includes: contract.includes.map(({ library, version, prefix }) => ({ library, version, prefix })) }),
    fields: withLists(contract.fields),
    events,
  }
}

// A public name is judged by the list that its contract was released with, whatever is published later.
function withLists(fields: Contract['fields']): Contract['fields'] {
  const listed = Object.entries(fields).flatMap(([name, field]) => {
    const words = field.kind === 'choices' || field.kind === 'tally' ? wordsOf(field as ChoicesSpec) : field
    return words.kind === 'known' ? [[name, { ...field, list: listOf(words as KnownSpec) }] as const] : []
  })
  return listed.length === 0 ? fields : { ...fields, ...Object.fromEntries(listed) }
}

// Nothing is left unsaid in it: every attribute that has a default stands there, and each event says which uses it has.
function isNormal(contract: Contract | NormalContract): contract is NormalContract {
  for (const attribute of DEFAULTED) if (!Object.hasOwn(contract, attribute)) return false
  const { retention } = contract as NormalContract
  return (
    Object.hasOwn(retention, 'raw') &&
    Object.hasOwn(retention, 'aggregates') &&
    Object.values(contract.events).every((event) => Object.hasOwn(event, 'uses'))
  )
}

const DEFAULTED = [
  'tags',
  'stability',
  'destinations',
  'accepts',
  'population',
  'retention',
  'context',
  'presence',
  'ci',
  'reviews',
] as const
