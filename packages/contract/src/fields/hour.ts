import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { DAY, DAYS, timeGate, type TimeInput } from './day-field.ts'

/** A time cut to its UTC hour. */
export type HourSpec = FieldSpec<'hour', TimeInput>

const WIRE = `^${DAY}T(?:[01][0-9]|2[0-3])$`

/**
 * A time, cut to its UTC hour: `2026-11-19T13`. A time before 2000 or after 2099 and what is no time is left out.
 * @param doc which hour, for the user page
 * @param options an hour that is another at each use is `transient`; one that stays the same costs 20 of the stable bits
 */
export function hour(doc: string, options: Modifiers = {}): HourSpec {
  return freezeSpec({ kind: 'hour', doc, ...options })
}

/** How hours pass. */
export const hourGate: FieldGate<HourSpec> = /* @__PURE__ */ timeGate('hour', 13, WIRE)

/** How hours are declared, stored and explained. */
export const hourType: FieldType<HourSpec> = {
  ...hourGate,
  attributes: [],
  problems: () => [],
  cells: () => DAYS * 24,
  schema: () => ({ type: 'string', pattern: WIRE }),
  column: () => ({ type: 'String', codec: 'ZSTD(1)' }),
  sentence: () => 'a day and its hour, without minutes',
}
