import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { coarseness, numberGate, numberType, type NumberOptions, type NumberSpec } from './number-field.ts'

/** A quantity with a unit of its own. */
export type MeasureSpec = NumberSpec<'measure'>

/**
 * A quantity with a unit.
 * @param doc what is measured, for the user page
 * @param options `unit`, `min` (default 0), `max`, `decimals` (0–6, default 0); two significant digits above 99 of the last decimal
 */
export function measure(doc: string, options: NumberOptions & { readonly unit?: string } = {}): MeasureSpec {
  return freezeSpec({ kind: 'measure', doc, ...options })
}

/** How measures pass. */
export const measureGate: FieldGate<MeasureSpec> = numberGate('measure', false)

/** How measures are declared, stored and explained. */
export const measureType: FieldType<MeasureSpec> = numberType(
  measureGate,
  (field) => `a number${field.unit === undefined ? '' : ` in ${field.unit}`}, ${coarseness(field)}`,
)
