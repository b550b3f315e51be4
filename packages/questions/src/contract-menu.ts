import { fieldOf, type NormalContract } from '@plainsight/contract/judge'
import { askedEvent } from './asked-event.ts'
import { splittableNames } from './dimension.ts'
import { measuresOf } from './durations.ts'

/** A name that an event can be split by, or that it measures. */
export interface MenuField {
  readonly name: string
  /** What it says, in the contract's words. */
  readonly doc: string
  /** The kind of its type; `source` for the built-in one. */
  readonly kind: string
  readonly unit?: string
}

/** What a page or a terminal needs to know of an event to ask about it. */
export interface MenuEvent {
  readonly name: string
  readonly kind: 'rollup' | 'event' | 'errors'
  readonly what: string
  readonly why: string
  readonly who?: string
  readonly readBy: readonly string[]
  readonly sources: readonly string[]
  readonly identity: string
  readonly identityReason?: string
  /** Days that raw rows live. */
  readonly retention: number
  /** The part that is recorded, where it is not all. */
  readonly rate?: number
  /** The dimensions of a counter. */
  readonly by: readonly string[]
  /** The fields of an occurrence. */
  readonly fields: readonly string[]
  readonly measure: readonly string[]
  readonly context: readonly string[]
  /** What `breakdown` takes as `by`, its own fields first. */
  readonly splits: readonly MenuField[]
  /** What `durations` takes as `measure`. */
  readonly measures: readonly MenuField[]
}

/** What a page or a terminal needs to know of a contract to ask about it. */
export interface ContractMenu {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly digest: string
  readonly docs?: string
  readonly sources: readonly string[]
  /** Whether active machines can be asked for, and the field that they are split by. */
  readonly presence: { readonly by?: string } | false
  /** What `environment` takes as `by`: values that are told alone. */
  readonly environment: readonly MenuField[]
  /** Every field that an event uses or sends along. */
  readonly fields: readonly MenuField[]
  readonly events: readonly MenuEvent[]
}

/**
 * Reads off a contract what can be asked of it.
 * @param digest the digest of its lock
 */
export function contractMenu(contract: NormalContract, digest: string): ContractMenu {
  const { name, title, description, version, docs, sources, presence } = contract
  const names = [...Object.keys(contract.fields), ...Object.values(contract.events).flatMap((event) => event.context)]
  return {
    name,
    title,
    description,
    version,
    digest,
    ...(docs === undefined ? {} : { docs }),
    sources,
    presence,
    environment: (contract.environment ?? []).map((field) => menuField(contract, field)),
    fields: [...new Set(names)].map((field) => menuField(contract, field)),
    events: Object.keys(contract.events).map((event) => menuEvent(contract, event)),
  }
}

const ERROR_DOCS: { readonly [part: string]: string } = {
  class: 'The class of the error',
  code: 'Its code',
  handled: 'Whether the program handled it',
  fatal: 'Whether the program ended with it',
  group: 'What was the same error',
}

function menuEvent(contract: NormalContract, name: string): MenuEvent {
  const event = contract.events[name] as NormalContract['events'][string]
  const asked = askedEvent(contract, name)
  const splits = asked.kind === 'refused' ? [] : splittableNames(contract, asked)
  const measures = asked.kind === 'refused' ? [] : measuresOf(contract, asked)
  const { kind, what, why, who, readBy, sources, identity, identityReason, retention, sampling, measure, context } =
    event
  const uses = Object.keys(event.uses)
  return {
    name,
    kind,
    what,
    why,
    ...(who === undefined ? {} : { who }),
    readBy,
    sources,
    identity,
    ...(identityReason === undefined ? {} : { identityReason }),
    retention,
    ...(sampling === undefined || sampling.rate >= 1 ? {} : { rate: sampling.rate }),
    by: kind === 'rollup' ? uses : [],
    fields: kind === 'rollup' ? [] : uses,
    measure,
    context,
    splits: splits.map((split) =>
      kind === 'errors' && Object.hasOwn(ERROR_DOCS, split)
        ? { name: split, doc: ERROR_DOCS[split] as string, kind: 'error' }
        : menuField(contract, split),
    ),
    measures: measures.map((measured) => menuField(contract, measured)),
  }
}

function menuField(contract: NormalContract, name: string): MenuField {
  const field = fieldOf(contract, name)
  if (field === undefined) return { name, doc: 'Where the record was made', kind: 'source' }
  const { unit } = field as { readonly unit?: string }
  return { name, doc: field.doc, kind: field.kind, ...(unit === undefined ? {} : { unit }) }
}
