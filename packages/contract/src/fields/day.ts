import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { DAY, DAYS, timeGate, type TimeInput } from './day-field.ts'

/** A time cut to its UTC day. */
export type DaySpec = FieldSpec<'day', TimeInput>

const WIRE = `^${DAY}$`

/**
 * A time, cut to its UTC day: `2026-11-19`. A time before 2000 or after 2099 and what is no time is left out.
 * @param doc which day, for the user page
 * @param options a day that is another at each use is `transient`; one that stays the same costs 15 of the stable bits
 */
export function day(doc: string, options: Modifiers = {}): DaySpec {
  return freezeSpec({ kind: 'day', doc, ...options })
}

/** How days pass. */
export const dayGate: FieldGate<DaySpec> = /* @__PURE__ */ timeGate('day', 10, WIRE)

/** How days are declared, stored and explained. */
export const dayType: FieldType<DaySpec> = {
  ...dayGate,
  attributes: [],
  problems: () => [],
  cells: () => DAYS,
  schema: () => ({ type: 'string', pattern: WIRE }),
  column: () => ({ type: 'Date' }),
  sentence: () => 'a day, without the time',
}
