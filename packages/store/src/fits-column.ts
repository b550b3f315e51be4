import { isDay } from './utc-day.ts'

/**
 * Whether a column of this type holds the value as it is. ClickHouse does not say so itself: 300 in a UInt8 became 44, 2^64 became 0, a
 * month 13 became 1970, all without a word.
 * @param type ClickHouse's name, without `Nullable`
 * @returns a function for the values of that column; throws for a type that no field has, our own broken promise
 */
export function fitsColumn(type: string): (value: unknown) => boolean {
  const known = checks.get(type)
  if (known !== undefined) return known
  const check = makeCheck(type)
  checks.set(type, check)
  return check
}

const checks = new Map<string, (value: unknown) => boolean>()

/** The longest text a column takes: far over anything that a judge keeps, far under what would stall an insert. */
const LONGEST_TEXT = 4_096

function makeCheck(type: string): (value: unknown) => boolean {
  const whole = /^(U?)Int(8|16|32|64)$/.exec(type)
  if (whole !== null) {
    const bits = Number(whole[2])
    // JSON numbers are exact below 2^53 only, whatever the column could hold.
    const top = Math.min(whole[1] === 'U' ? 2 ** bits - 1 : 2 ** (bits - 1) - 1, Number.MAX_SAFE_INTEGER)
    const bottom = whole[1] === 'U' ? 0 : Math.max(-(2 ** (bits - 1)), Number.MIN_SAFE_INTEGER)
    return (value) => Number.isInteger(value) && (value as number) >= bottom && (value as number) <= top
  }
  const list = /^Array\((.+)\)$/.exec(type)
  if (list !== null) {
    const each = fitsColumn(list[1] as string)
    return (value) => Array.isArray(value) && value.every(each)
  }
  const map = /^Map\((.+), (.+)\)$/.exec(type)
  if (map !== null) {
    const key = fitsColumn(map[1] as string)
    const each = fitsColumn(map[2] as string)
    const isKey = /Int/.test(map[1] as string) ? (text: string): boolean => key(Number(text)) : key
    return (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(value).every(([name, held]) => isKey(name) && each(held))
  }
  switch (type) {
    case 'Bool':
      return (value) => typeof value === 'boolean'
    case 'Float64':
      return (value) => typeof value === 'number' && Number.isFinite(value)
    case 'Date':
      return isDay
    case 'String':
    case 'LowCardinality(String)':
      // One lone surrogate fails the whole block it stands in.
      return (value) => typeof value === 'string' && value.length <= LONGEST_TEXT && value.isWellFormed()
  }
  throw new Error(`No check is written for a column of type ${type}: a new field type needs one in fits-column.ts.`)
}
