import type { Column, FieldGate, FieldSpec, FieldType, Modifiers, Note } from '../field-spec.ts'
import { countRounded, isRounded, roundDigits } from '../round-digits.ts'
import type { Reason } from '../reasons.ts'

/** Options of every number. Values travel as whole numbers of 10^−decimals, below 2^53. */
export interface NumberOptions extends Modifiers {
  /** Smallest value, in the field's unit; default 0. */
  readonly min?: number
  /** Largest value, in the field's unit; larger ones are clamped to it. */
  readonly max?: number
  /** Digits kept behind the point, 0–6; default 0. */
  readonly decimals?: number
  /** Keeps every digit instead of two significant ones; the text is the reason, printed on the user page. */
  readonly exact?: string
}

/** What the number types have in common once declared. */
export interface NumberSpec<Kind extends string> extends FieldSpec<Kind, number>, NumberOptions {
  readonly unit?: string
}

/** The bounds and the scale of a number on the wire. */
export interface WireRange {
  readonly low: number
  readonly high: number
  readonly scale: number
  readonly exact: boolean
}

/** The largest value where none is declared, in the field's unit. */
export const DEFAULT_MAX = 1_000_000_000

/** Whole-number bounds of a field on the wire, rounded the way its values are. */
export function wireRange(field: NumberSpec<string>): WireRange {
  const scale = 10 ** (field.decimals ?? 0)
  const exact = field.exact !== undefined
  // Adding zero turns −0 into 0, which has only one form on the wire.
  const low = Math.round((field.min ?? 0) * scale) + 0
  const high = Math.round((field.max ?? DEFAULT_MAX) * scale) + 0
  return { low: exact ? low : roundDigits(low), high: exact ? high : roundDigits(high), scale, exact }
}

/** Makes the gate of a number type; the kinds differ in whether a fraction is a mistake. */
// The marks let a bundler leave both out of the authoring door, which declares fields and never judges them.
/* @__NO_SIDE_EFFECTS__ */
export function numberGate<Kind extends string>(kind: Kind, wholeOnly: boolean): FieldGate<NumberSpec<Kind>> {
  return {
    kind,
    admit(field) {
      const { low, high, scale, exact } = wireRange(field)
      const bottom = Math.round((field.min ?? 0) * scale)
      const top = Math.round((field.max ?? DEFAULT_MAX) * scale)
      return (raw: unknown, note: Note): number | undefined => {
        if (typeof raw !== 'number' || !Number.isFinite(raw)) {
          note.reason = 'off-type'
          return undefined
        }
        const scaled = raw * scale
        let whole = Math.round(scaled)
        if (wholeOnly && whole !== scaled) note.reason = 'rounded'
        if (whole < bottom) {
          note.reason = 'clamped'
          return low
        }
        if (whole > top) {
          note.reason = 'clamped'
          return high
        }
        if (!exact && (whole > 99 || whole < -99)) whole = roundDigits(whole)
        return whole + 0
      }
    },
    judge(field) {
      const { low, high, exact } = wireRange(field)
      return (wire): Reason | undefined => {
        if (typeof wire !== 'number' || !Number.isSafeInteger(wire) || Object.is(wire, -0)) return 'off-type'
        if (wire < low || wire > high) return 'out-of-range'
        return exact || isRounded(wire) ? undefined : 'off-shape'
      }
    },
    values: () => undefined,
  }
}

/** Makes a number type out of its gate and its words. */
/* @__NO_SIDE_EFFECTS__ */
export function numberType<Kind extends string>(
  gate: FieldGate<NumberSpec<Kind>>,
  sentence: (field: NumberSpec<Kind>) => string,
): FieldType<NumberSpec<Kind>> {
  return {
    ...gate,
    attributes: ['unit', 'min', 'max', 'decimals', 'exact'],
    problems(field) {
      const found: string[] = []
      const { min = 0, max = DEFAULT_MAX, decimals = 0 } = field
      if (!Number.isFinite(min) || !Number.isFinite(max)) found.push('min and max have to be finite numbers')
      else if (min >= max) found.push(`min ${min} has to be smaller than max ${max}`)
      if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6)
        found.push('decimals has to be a whole number from 0 to 6')
      else if (Math.max(Math.abs(min), Math.abs(max)) * 10 ** decimals >= 2 ** 53)
        found.push('the range times 10^decimals has to stay below 2^53')
      if (field.exact !== undefined && (typeof field.exact !== 'string' || field.exact.trim() === ''))
        found.push('exact has to be the reason, in words')
      return found
    },
    cells(field) {
      const { low, high, exact } = wireRange(field)
      return exact ? high - low + 1 : countRounded(low, high)
    },
    schema(field) {
      const { low, high, exact } = wireRange(field)
      const range = { type: 'integer', minimum: low, maximum: high }
      if (exact || (high < 100 && low > -100)) return range
      return { ...range, anyOf: decades(low, high) }
    },
    column(field): Column {
      const { low, high } = wireRange(field)
      if (low < 0) return { type: 'Int64', codec: 'ZSTD(1)' }
      return { type: high < 2 ** 32 ? 'UInt32' : 'UInt64', codec: 'T64, ZSTD(1)' }
    },
    sentence,
  }
}

// Two significant digits, as a schema can say it: in each decade the multiples of its step.
function decades(low: number, high: number): object[] {
  const list: object[] = [{ minimum: -99, maximum: 99 }]
  for (let step = 10; step * 10 <= Math.max(high, -low); step *= 10) {
    if (high >= step * 10) list.push({ minimum: step * 10, maximum: step * 100, multipleOf: step })
    if (low <= step * -10) list.push({ minimum: step * -100, maximum: step * -10, multipleOf: step })
  }
  return list
}

/** How coarse a number is, for the user page. */
export function coarseness(field: NumberSpec<string>): string {
  return field.exact === undefined ? 'to two significant digits' : `exactly (${field.exact})`
}
