import { admitValue } from './admit-value.ts'
import type { CompiledEvent } from './compiled-event.ts'
import { UNDECLARED, WHOLE_RECORD, type Drift, type Verdict } from './drift.ts'
import type { Note, WireValue } from './field-spec.ts'
import { bucketKey } from './histogram.ts'
import { hasMoreKeys } from './judge-values.ts'
import type { OccurrenceRecord, RollupRecord, WireMeasure } from './wire-record.ts'

/**
 * Admits what a call site gave for one event: coerces, sorts into buckets, rounds, hashes. Used once, where a record is born. Never
 * throws.
 * @param given the values by field name; anything else admits nothing
 * @param at the time of an occurrence, already cut to the event's precision
 */
export function admitRecord(
  compiled: CompiledEvent,
  given: unknown,
  at: string | undefined,
): Verdict<RollupRecord | OccurrenceRecord> {
  const drift: Drift[] = []
  if (isNoRecord(given)) {
    drift.push([compiled.name, WHOLE_RECORD, 'off-type'])
    given = undefined
  }
  const note: Note = { reason: undefined }
  const values: { [field: string]: WireValue } = {}
  const ids: { [field: string]: string } = {}
  const measure: { [field: string]: WireMeasure } = {}
  let recognised = 0
  for (let i = 0; i < compiled.slots.length; i++) {
    const slot = compiled.slots[i] as CompiledEvent['slots'][number]
    const value = admitValue(compiled, i, given, note)
    if (note.reason !== undefined) drift.push([compiled.name, slot.name, note.reason])
    if (isGiven(given, slot.name)) recognised++
    if (value === undefined) {
      if (!slot.required) continue
      drift.push([compiled.name, WHOLE_RECORD, 'missing-field'])
      return { kind: 'dropped', reason: 'missing-field', drift }
    }
    if (slot.role === 'measure')
      measure[slot.name] = { sum: value as number, hist: { [bucketKey(value as number)]: 1 } }
    else if (slot.role === 'external') ids[slot.name] = value as string
    else values[slot.name] = value
  }
  if (hasUndeclared(given, recognised)) drift.push([compiled.name, UNDECLARED, 'unknown-field'])
  const { name, event } = compiled
  const record =
    event.kind === 'rollup'
      ? { name, by: values, count: 1, ...(Object.keys(measure).length === 0 ? {} : { measure }) }
      : { name, ...(at === undefined ? {} : { at }), ...(Object.keys(ids).length === 0 ? {} : { ids }), fields: values }
  return { kind: 'kept', record, drift }
}

// An array or a text has keys of its own (length), which are no fields.
function isNoRecord(given: unknown): boolean {
  if (given === undefined || given === null) return false
  try {
    return typeof given !== 'object' || Array.isArray(given)
  } catch {
    return true
  }
}

function isGiven(given: unknown, name: string): boolean {
  try {
    return typeof given === 'object' && given !== null && Object.hasOwn(given, name)
  } catch {
    return false
  }
}

function hasUndeclared(given: unknown, recognised: number): boolean {
  try {
    return typeof given === 'object' && given !== null && hasMoreKeys(given as { [key: string]: unknown }, recognised)
  } catch {
    return true
  }
}
