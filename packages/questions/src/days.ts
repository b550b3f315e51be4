const DAY_MS = 86_400_000

/** Whether a text is a UTC day that exists: `2026-11-19`. */
export function isDay(text: string): boolean {
  if (!/^(?:19[7-9]\d|20\d\d|21[0-4]\d)-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The day so many days later; earlier for a negative number. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How many days lie between two days: 0 for the same, negative when the second is earlier. */
export function dayDistance(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** Every day from one to another, both included. */
export function daysOf(from: string, to: string): readonly string[] {
  return Array.from({ length: dayDistance(from, to) + 1 }, (_, i) => addDays(from, i))
}

/** The Monday of a day's ISO week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}
