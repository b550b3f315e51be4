import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { coarseness, numberGate, numberType, type NumberOptions, type NumberSpec } from './number-field.ts'

/** A number of things. */
export type CountSpec = NumberSpec<'count'>

/**
 * A number of things: whole, not negative, two significant digits above 99.
 * @param doc what is counted, for the user page
 * @param options `max` (default 1 000 000 000): larger counts are clamped to it
 */
export function count(doc: string, options: Omit<NumberOptions, 'min' | 'decimals'> = {}): CountSpec {
  return freezeSpec({ kind: 'count', doc, ...options })
}

/** How counts pass. */
export const countGate: FieldGate<CountSpec> = numberGate('count', true)

/** How counts are declared, stored and explained. */
export const countType: FieldType<CountSpec> = numberType(countGate, (field) => `a count, ${coarseness(field)}`)
