import type { CompiledEvent } from './compiled-event.ts'
import type { Note, WireValue } from './field-spec.ts'

// A file of its own: a program in the field admits value by value, and carries nothing that makes whole records.

/**
 * Reads one given value and admits it. Null means not given; a getter that throws gives the reason `hostile`; what is no object
 * has no values.
 */
export function admitValue(compiled: CompiledEvent, index: number, given: unknown, note: Note): WireValue | undefined {
  const slot = compiled.slots[index]
  if (slot === undefined) return undefined
  note.reason = undefined
  try {
    const raw =
      typeof given === 'object' && given !== null ? (given as { [field: string]: unknown })[slot.name] : undefined
    if (raw === undefined || raw === null) return slot.is
    return slot.admit(raw, note, given)
  } catch {
    note.reason = 'hostile'
    return slot.is
  }
}
