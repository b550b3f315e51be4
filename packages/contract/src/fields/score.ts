import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { numberGate, numberType, wireRange, type NumberOptions, type NumberSpec } from './number-field.ts'

/** A mark on a scale. */
export type ScoreSpec = NumberSpec<'score'>

/**
 * A mark on a scale that is the same for everybody, such as a health of 0 to 100. Fractions are rounded to the last decimal.
 * @param doc what is marked, for the user page
 * @param options `min` (default 0), `max` (default 100), `decimals` (default 0)
 */
export function score(doc: string, options: NumberOptions = {}): ScoreSpec {
  return freezeSpec({ kind: 'score', doc, ...options, max: options.max ?? 100 })
}

/** How scores pass. */
export const scoreGate: FieldGate<ScoreSpec> = numberGate('score', false)

/** How scores are declared, stored and explained. */
export const scoreType: FieldType<ScoreSpec> = numberType(scoreGate, (field) => {
  const { low, high, scale } = wireRange(field)
  return `a score from ${low / scale} to ${high / scale}`
})
