import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { coarseness, numberGate, numberType, type NumberOptions, type NumberSpec } from './number-field.ts'

/** How long something took. */
export type DurationSpec = NumberSpec<'duration'>

/**
 * How long something took, as a whole number of its unit, two significant digits above 99.
 * @param doc what is timed, for the user page
 * @param options `unit` 'ms' (default) or 's'; `max` in that unit, default 24 hours
 */
export function duration(
  doc: string,
  options: Omit<NumberOptions, 'min' | 'decimals'> & { readonly unit?: 'ms' | 's' } = {},
): DurationSpec {
  const unit = options.unit ?? 'ms'
  return freezeSpec({
    kind: 'duration',
    doc,
    ...options,
    unit,
    max: options.max ?? (unit === 's' ? 86_400 : 86_400_000),
  })
}

/** How durations pass. */
export const durationGate: FieldGate<DurationSpec> = numberGate('duration', false)

/** How durations are declared, stored and explained. */
export const durationType: FieldType<DurationSpec> = numberType(
  durationGate,
  (field) => `a time in ${field.unit === 's' ? 'seconds' : 'milliseconds'}, ${coarseness(field)}`,
)
