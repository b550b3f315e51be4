/** The UTC day of a time in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The UTC minute of a time in milliseconds since 1970: `2026-11-19T13:05`. */
export function minuteOf(time: number): string {
  return new Date(time).toISOString().slice(0, 16)
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * 86_400_000)
}

/** Whether a value is a UTC day that exists: `2026-11-19`, from 1970 to 9999. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(?:19[7-9]\d|[2-9]\d{3})-\d\d-\d\d$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && dayOf(time) === value
}
