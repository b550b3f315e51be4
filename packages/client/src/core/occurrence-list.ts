import { admitValue, type CompiledEvent, type Note, type Reason, type WireValue } from '@plainsight/contract/judge'
import { canonicalJson } from '@plainsight/contract/canonical'
import { dayOf, timeOf } from './day.ts'
import { hasUndeclared } from './has-undeclared.ts'

/** Occurrences that one process keeps in memory; then the oldest go (protocol.md). */
export const MOST_OCCURRENCES = 256

/** What an admitted occurrence holds. */
export interface Admitted {
  readonly fields: { readonly [field: string]: WireValue }
  readonly ids: { readonly [field: string]: string }
}

/**
 * Admits one occurrence, noting what did not fit.
 * @returns undefined when a required field is missing
 */
export function admitOccurrence(
  compiled: CompiledEvent,
  given: unknown,
  noteDrift: (event: string, field: string, reason: Reason) => void,
  externalOf: (field: string) => string | undefined,
): Admitted | undefined {
  const fields: { [field: string]: WireValue } = {}
  const ids: { [field: string]: string } = {}
  const note: Note = { reason: undefined }
  for (let i = 0; i < compiled.slots.length; i++) {
    const slot = compiled.slots[i] as CompiledEvent['slots'][number]
    const value = admitValue(compiled, i, given, note)
    if (note.reason !== undefined) noteDrift(compiled.name, slot.name, note.reason)
    if (slot.role === 'external') {
      if (value !== undefined) ids[slot.name] = value as string
      else if (slot.required && externalOf(slot.name) === undefined) return missing()
    } else if (value !== undefined) fields[slot.name] = value
    else if (slot.required) return missing()
  }
  if (hasUndeclared(compiled, given, 0)) noteDrift(compiled.name, 'undeclared', 'unknown-field')
  return { fields, ids }

  function missing(): undefined {
    noteDrift(compiled.name, '*', 'missing-field')
    return undefined
  }
}

/** The rest of an occurrence's line: `"a":…,"e":…,"u":…,"f":{…}`. */
export function occurrenceRest({ name, event }: CompiledEvent, { fields, ids }: Admitted, time: number): string {
  const length = event.precision === 'hour' ? 2 : event.precision === 'minute' ? 5 : 8
  const own = Object.keys(ids).length === 0 ? '' : `"u":${canonicalJson(ids)},`
  const now = event.deliver === 'now' ? '"now":1,' : ''
  return `"a":"${dayOf(time)}T${timeOf(time).slice(0, length)}","e":"${name}",${now}${own}"f":${canonicalJson(fields)}`
}
