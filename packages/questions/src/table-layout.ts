import { isExternalId, fieldOf, type NormalContract } from '@plainsight/contract/judge'

/** Where a store keeps the values of one contract: a part of what its own layout says. */
export interface TableLayout {
  readonly table: string
  readonly context: ReadonlyMap<string, { readonly column: string }>
  readonly presence: ReadonlyMap<string, { readonly column: string }>
  /** The two columns of context values alone; absent where the contract tells none. */
  readonly environment?: ReadonlyMap<string, { readonly column: string }>
  readonly fields: ReadonlyMap<string, { readonly column: string }>
  readonly measures: ReadonlyMap<string, { readonly sum: string; readonly hist: string }>
  /** Parts of an error report; empty where the contract has none. */
  readonly errors: ReadonlyMap<string, { readonly column: string }>
}

/** The parts of an error report that it can be split by. */
export const ERROR_SPLITS: readonly string[] = ['class', 'code', 'handled', 'fatal', 'group']

/** The layout of a store in which no field has ever changed its type. */
export function plainLayout(contract: NormalContract): TableLayout {
  const context = new Map<string, { column: string }>()
  const fields = new Map<string, { column: string }>()
  const measures = new Map<string, { sum: string; hist: string }>()
  if (contract.presence !== false && contract.presence.by !== undefined)
    context.set(contract.presence.by, { column: `c_${contract.presence.by}` })
  for (const event of Object.values(contract.events)) {
    for (const name of event.context) context.set(name, { column: `c_${name}` })
    for (const name of Object.keys(event.uses)) {
      const field = fieldOf(contract, name)
      if (field !== undefined && !isExternalId(field)) fields.set(name, { column: `f_${name}` })
    }
    for (const name of event.measure) measures.set(name, { sum: `m_${name}_sum`, hist: `m_${name}_hist` })
  }
  const presence = new Map(['grain', 'gap', 'back', 'index'].map((name) => [name, { column: `f_${name}` }]))
  const environment = new Map(['field', 'value'].map((name) => [name, { column: `n_${name}` }]))
  const hasErrors = Object.values(contract.events).some(({ kind }) => kind === 'errors')
  const errors = new Map((hasErrors ? [...ERROR_SPLITS] : []).map((part) => [part, { column: `e_${part}` }]))
  return {
    table: `events_${contract.name.replaceAll('-', '_')}`,
    context,
    presence,
    environment,
    fields,
    measures,
    errors,
  }
}

/**
 * A table's or column's name in SQL. Names come from a layout, which comes from a contract that was checked; anything that has not
 * their shape is our own broken promise and stops here.
 */
export function sqlName(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(name))
    throw new Error(`"${name}" cannot be the name of a table or a column.`)
  return `\`${name}\``
}
