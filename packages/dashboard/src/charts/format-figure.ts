import type { AnswerColumn, AnswerValue } from '@plainsight/questions'

// One language for words and figures, so that a page looks the same to everyone who talks about it.
const whole = new Intl.NumberFormat('en')
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const fullDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** What stands where a figure may not be shown. */
export const FEW = 'few'

/** A count with its thousands apart. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** A count for an axis: `1.2K`. */
export function formatShort(count: number): string {
  return short.format(count)
}

/** A share between 0 and 1 as a percentage. */
export function formatShare(share: number): string {
  return percent.format(share)
}

/**
 * A measured amount. Times climb their units, so that nobody reads 3600000 ms; others keep the contract's word.
 * @param unit `ms`, `s`, another word, or none
 */
export function formatAmount(amount: number, unit: string | undefined): string {
  if (unit !== 'ms' && unit !== 's') return `${threeDigits.format(amount)}${unit === undefined ? '' : ` ${unit}`}`
  const seconds = unit === 'ms' ? amount / 1_000 : amount
  if (amount === 0) return `0 ${unit}`
  if (seconds < 1) return `${threeDigits.format(seconds * 1_000)} ms`
  if (seconds < 120) return `${threeDigits.format(seconds)} s`
  if (seconds < 7_200) return `${threeDigits.format(seconds / 60)} min`
  return `${threeDigits.format(seconds / 3_600)} h`
}

/** A day for an axis: `19 Nov`. */
export function formatDay(day: string): string {
  return dayMonth.format(Date.parse(`${day}T00:00:00Z`))
}

/** A day in full: `Thu, 19 Nov 2026`. */
export function formatFullDay(day: string): string {
  return fullDay.format(Date.parse(`${day}T00:00:00Z`))
}

/** How long ago a UTC minute (`2026-11-19T06:30`) was: `3 h ago`. */
export function formatAgo(minute: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(`${minute}:00Z`)) / 60_000))
  if (minutes < 1) return 'just now'
  if (minutes < 90) return `${minutes} min ago`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1_440)} days ago`
}

/** Any value of an answer, as its column says. `null` is what may not be shown, or was not there. */
export function formatValue(value: AnswerValue, column: AnswerColumn): string {
  if (value === null) return column.kind === 'count' || column.kind === 'share' ? FEW : '–'
  if (typeof value === 'string') return column.kind === 'day' && value !== '' ? formatFullDay(value) : value
  if (column.kind === 'share') return formatShare(value)
  return column.kind === 'amount' ? formatAmount(value, column.unit) : formatCount(value)
}
