// The days of a block are few and its rows are many: a fifth of encoding was asking again.
const known = new Map<string, boolean>()

/** Whether a value is a UTC day that a Date column holds: `2026-11-19`, 1970 to 2148, a day that exists. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 10) return false
  let answer = known.get(value)
  if (answer === undefined) {
    answer = isRealDay(value)
    if (known.size >= 1_000) known.clear()
    known.set(value, answer)
  }
  return answer
}

function isRealDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || value < '1970' || value >= '2149') return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && dayOf(time) === value
}

/** The UTC day of a time in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000)
}

/** The Monday of the ISO week that a day belongs to. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

/**
 * A cut time as ClickHouse reads it: `2026-11-19T13` → `2026-11-19 13:00:00`.
 * @returns undefined for what is no time cut to the hour, minute or second
 */
export function toDateTime(at: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3])(?::([0-5]\d)(?::([0-5]\d))?)?Z?$/.exec(at)
  if (match === null || !isDay(match[1]) || (match[1] as string) >= '2106') return undefined
  return `${match[1]} ${match[2]}:${match[3] ?? '00'}:${match[4] ?? '00'}`
}
