import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { coarseness, numberGate, numberType, type NumberOptions, type NumberSpec } from './number-field.ts'

/** A size in bytes. */
export type BytesSpec = NumberSpec<'bytes'>

/**
 * A size in bytes: whole, not negative, two significant digits above 99, which no file can be told by.
 * @param doc what is so large, for the user page
 * @param options `max` in bytes, default 100 GB (10^11): larger sizes are clamped to it
 */
export function bytes(doc: string, options: Omit<NumberOptions, 'min' | 'decimals'> = {}): BytesSpec {
  return freezeSpec({ kind: 'bytes', doc, ...options, max: options.max ?? 100_000_000_000 })
}

/** How sizes pass. */
export const bytesGate: FieldGate<BytesSpec> = numberGate('bytes', true)

/** How sizes are declared, stored and explained. */
export const bytesType: FieldType<BytesSpec> = numberType(bytesGate, (field) => `a size in bytes, ${coarseness(field)}`)
