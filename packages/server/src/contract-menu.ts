import { fieldOf, type NormalContract } from '@plainsight/contract/judge'
import type { ContractRegistry } from '@plainsight/collector'

/** A field as the dashboard's menus need it. */
export interface MenuField {
  readonly name: string
  readonly kind: string
  readonly doc: string
  readonly unit?: string
}

/** An event as the dashboard's menus need it. */
export interface MenuEvent {
  readonly name: string
  readonly kind: 'rollup' | 'event'
  readonly what: string
  readonly why: string
  /** Dimensions of a counter. */
  readonly by: readonly string[]
  /** Measures of a counter. */
  readonly measure: readonly string[]
  /** Fields of an occurrence. */
  readonly fields: readonly string[]
  readonly context: readonly string[]
}

/** A contract as the dashboard's menus need it: its newest version. */
export interface MenuContract {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly digest: string
  readonly docs?: string
  readonly sources: readonly string[]
  /** Whether machines can be counted, and the field that they are split by. */
  readonly presence: { readonly by?: string } | false
  readonly fields: readonly MenuField[]
  readonly events: readonly MenuEvent[]
}

/** What `GET /api/contracts` gives. */
export function contractMenu(registry: ContractRegistry): readonly MenuContract[] {
  return [...registry.values()].map(({ newest }) => {
    const { contract, digest } = newest.lock
    const { name, title, description, version, docs, sources, presence } = contract
    return {
      name,
      title,
      description,
      version,
      digest,
      ...(docs === undefined ? {} : { docs }),
      sources,
      presence,
      fields: menuFields(contract),
      events: Object.entries(contract.events).map(([event, { kind, what, why, uses, measure, context }]) => ({
        name: event,
        kind,
        what,
        why,
        by: kind === 'rollup' ? Object.keys(uses) : [],
        measure,
        fields: kind === 'event' ? Object.keys(uses) : [],
        context,
      })),
    }
  })
}

function menuFields(contract: NormalContract): readonly MenuField[] {
  const names = new Set(Object.keys(contract.fields))
  for (const event of Object.values(contract.events)) for (const name of event.context) names.add(name)
  return [...names].flatMap((name) => {
    const field = fieldOf(contract, name)
    if (field === undefined) return []
    const unit = (field as { readonly unit?: unknown }).unit
    return [{ name, kind: field.kind, doc: field.doc, ...(typeof unit === 'string' ? { unit } : {}) }]
  })
}
