import { addDays, dayDistance, isDay } from '@plainsight/questions'

/** The days that the page is about. */
export interface ChosenRange {
  readonly from: string
  /** Included. */
  readonly to: string
  /** The preset in days, or `custom`. */
  readonly preset: 7 | 30 | 90 | 'custom'
}

/** The presets of the range picker, in finished days. */
export const PRESETS = [7, 30, 90] as const

/** Days that raw rows live at most, and so the longest range. */
const LONGEST = 400

/**
 * Reads the range off the page's address: `days=90`, or `from=…&to=…`. What makes no range becomes the last 30 days.
 * A preset counts finished days, and today comes on top of them: machines report a day when it is over.
 */
export function readRange(search: URLSearchParams, today: string): ChosenRange {
  const from = search.get('from')
  const to = search.get('to')
  if (from !== null && to !== null && isDay(from) && isDay(to)) {
    const distance = dayDistance(from, to)
    if (distance >= 0 && distance < LONGEST) return { from, to, preset: 'custom' }
  }
  const preset = PRESETS.find((days) => String(days) === search.get('days')) ?? 30
  return { from: addDays(today, -preset), to: today, preset }
}

/** Writes the range into the page's address, and leaves the rest of it as it is. */
export function writeRange(
  search: URLSearchParams,
  range: Pick<ChosenRange, 'preset'> & Partial<ChosenRange>,
): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of ['days', 'from', 'to']) next.delete(name)
  if (range.preset !== 'custom') next.set('days', String(range.preset))
  else if (range.from !== undefined && range.to !== undefined) {
    next.set('from', range.from)
    next.set('to', range.to)
  }
  return next
}

/** The UTC day of a time in milliseconds since 1970. */
export function utcDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
