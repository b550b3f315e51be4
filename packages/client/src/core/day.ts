/** Milliseconds of a day; UTC has no other. */
export const DAY_MS = 86_400_000

/** The UTC day of a time, `2026-11-19`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The first moment of a UTC day, ms. */
export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}
