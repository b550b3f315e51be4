import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'

/** Yes or no. */
export type FlagSpec = FieldSpec<'flag', boolean>

/**
 * Yes or no. Only real booleans are taken; anything else is left out.
 * @param doc what it says, for the user page
 */
export function flag(doc: string, options: Modifiers = {}): FlagSpec {
  return freezeSpec({ kind: 'flag', doc, ...options })
}

/** How flags pass. */
export const flagGate: FieldGate<FlagSpec> = {
  kind: 'flag',
  admit: () => (raw, note) => {
    if (raw === true || raw === false) return raw
    note.reason = 'off-type'
    return undefined
  },
  judge: () => (wire) => (wire === true || wire === false ? undefined : 'off-type'),
  values: () => [false, true],
}

/** How flags are declared, stored and explained. */
export const flagType: FieldType<FlagSpec> = {
  ...flagGate,
  attributes: [],
  problems: () => [],
  cells: () => 2,
  schema: () => ({ type: 'boolean' }),
  column: () => ({ type: 'Bool' }),
  sentence: () => 'yes or no',
}
