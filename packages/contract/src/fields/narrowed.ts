import type { Admit, FieldSpec } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'

// A use narrows some types by what comes out, not by what is looked for: a path that fits a template which the use leaves out must not
// fit the next wider one.

/**
 * A declaration narrowed to some of its words by the use of one event. No author writes `only` here, and no lock holds it: it is made
 * of a use when an event is made ready.
 */
interface Narrowed {
  readonly only?: readonly string[]
}

/** Narrows a declaration to some of its words. */
export function narrowTo<F extends FieldSpec>(field: F, only: readonly string[]): F {
  return freezeSpec({ ...field, only: [...only] })
}

/** The words that a declaration was narrowed to; undefined where it was not. */
export function onlyOf(field: FieldSpec): readonly string[] | undefined {
  return (field as Narrowed).only
}

/** Makes `rest` of every admitted word that a narrowed declaration leaves out. */
export function holdTo(only: readonly string[] | undefined, admit: Admit, rest: string): Admit {
  if (only === undefined) return admit
  const kept = new Set<unknown>([...only, rest])
  return (raw, note, given) => {
    const word = admit(raw, note, given)
    if (word === undefined || kept.has(word)) return word
    note.reason = 'other'
    return rest
  }
}
