import type { FieldGate, FieldSpec } from '../field-spec.ts'

// What the two types of time have in common.

/** What a call site may pass for a time: a date, milliseconds since 1970, or a text such as `2026-11-19T13:05:07Z` (UTC where no offset is said). */
export type TimeInput = Date | number | string

const TEXT =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.][0-9]{1,9})?)?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?$/

/** A day that exists, from 2000 to 2099: as the wire and a schema say it. */
export const DAY =
  '20(?:[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:0[048]|[2468][048]|[13579][26])-02-29)'

/** Days from 2000 to 2099. */
export const DAYS = 36_525

const FIRST = Date.UTC(2000, 0, 1)
const END = Date.UTC(2100, 0, 1)

/** Makes the gate of a type that cuts a time: `length` letters of the ISO form are kept. */
/* @__NO_SIDE_EFFECTS__ */
export function timeGate<Kind extends string>(
  kind: Kind,
  length: number,
  wirePattern: string,
): FieldGate<FieldSpec<Kind, TimeInput>> {
  return {
    kind,
    admit: () => (raw, note) => {
      const time = timeOf(raw)
      if (time === undefined || !(time >= FIRST && time < END)) {
        note.reason = time !== undefined ? 'out-of-range' : typeof raw === 'string' ? 'off-shape' : 'off-type'
        return undefined
      }
      return new Date(time).toISOString().slice(0, length)
    },
    judge() {
      const shape = new RegExp(wirePattern)
      return (wire) => {
        if (typeof wire !== 'string') return 'off-type'
        return wire.length === length && shape.test(wire) ? undefined : 'off-shape'
      }
    },
    values: () => undefined,
  }
}

// Milliseconds since 1970; undefined for what is no time. No number of a text survives but as part of a time that exists.
function timeOf(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined
  if (typeof raw === 'string') return raw.length <= 40 ? textTime(raw) : undefined
  try {
    const time = Date.prototype.getTime.call(raw)
    return Number.isFinite(time) ? time : undefined
  } catch {
    return undefined
  }
}

function textTime(text: string): number | undefined {
  const match = TEXT.exec(text)
  if (match === null) return undefined
  const part = (i: number): number => Number(match[i] ?? 0)
  const time = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6))
  // 30 February is no day, and 24:00 no time.
  if (!new Date(time).toISOString().startsWith(`${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}`))
    return undefined
  if (part(5) > 59 || part(6) > 59 || part(8) > 23 || part(9) > 59) return undefined
  const offset = (part(8) * 60 + part(9)) * 60_000
  return match[7] === '-' ? time + offset : time - offset
}
