import type { VectorCase, VectorFile } from './vector-file.ts'

const written: readonly (readonly [says: string, day: string, week: string])[] = [
  ['a Thursday', '2026-11-19', '2026-W47'],
  ['the Monday of that week', '2026-11-16', '2026-W47'],
  ['the Sunday of that week', '2026-11-22', '2026-W47'],
  ['the Monday after', '2026-11-23', '2026-W48'],
  ['a first of January on a Friday is in week 53 of the year before', '2021-01-01', '2020-W53'],
  ['its Sunday too', '2021-01-03', '2020-W53'],
  ['the Monday after begins week 1', '2021-01-04', '2021-W01'],
  ['a first of January on a Sunday is in week 52', '2023-01-01', '2022-W52'],
  ['a last of December on a Monday is in week 1 of the next year', '2024-12-30', '2025-W01'],
  ['a leap day', '2024-02-29', '2024-W09'],
]

// Another way to the same week: by the day of the year and the day of the week.
function isoWeek(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  const dayOfYear = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, date)
  const weekday = ((): number => {
    // Zeller's congruence, Monday = 1.
    const m = month < 3 ? month + 12 : month
    const y = month < 3 ? year - 1 : year
    const h =
      (date + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7
    return ((h + 5) % 7) + 1
  })()
  const week = Math.floor((dayOfYear - weekday + 10) / 7)
  const hasWeek53 = (y: number): boolean => {
    const p = (n: number): number => (n + Math.floor(n / 4) - Math.floor(n / 100) + Math.floor(n / 400)) % 7
    return p(y) === 4 || p(y - 1) === 3
  }
  const name = (y: number, w: number): string => `${y}-W${String(w).padStart(2, '0')}`
  if (week < 1) return name(year - 1, hasWeek53(year - 1) ? 53 : 52)
  return week === 53 && !hasWeek53(year) ? name(year + 1, 1) : name(year, week)
}

const edges = Array.from({ length: 28 }, (_, i) => 2016 + i).flatMap((year) =>
  ['01-01', '01-04', '12-28', '12-31'].map((rest) => `${year}-${rest}`),
)

export const weekVectors: VectorFile = {
  path: 'weeks.json',
  about: 'The ISO 8601 week of a UTC day. A week belongs to the year of its Thursday.',
  cases: [
    ...written.map(([says, day, week]): VectorCase => {
      if (isoWeek(day) !== week) throw new Error(`${day} is in ${week}, not in ${isoWeek(day)}.`)
      return { says, day, week }
    }),
    ...edges.map((day): VectorCase => ({ says: `the week of ${day}, at the edge of a year`, day, week: isoWeek(day) })),
  ],
}
