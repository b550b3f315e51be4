const DAY_MS = 86_400_000

/** The ISO 8601 week of a UTC day: `2026-11-19` → `2026-W47`. A week belongs to the year of its Thursday. */
export function weekOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  const weekday = (new Date(at).getUTCDay() + 6) % 7
  const thursday = new Date(at + (3 - weekday) * DAY_MS)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS))
  return `${year}-W${week < 10 ? '0' : ''}${week}`
}
