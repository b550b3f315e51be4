import { daysOf } from '@plainsight/questions'
import type { AnswerRow, ServerAnswer } from '../ask/server-shapes.ts'

/** A line, a row of bars or a band of a chart: one value for each day, null where none may be shown or none is known. */
export interface Series {
  readonly label: string
  readonly values: readonly (number | null)[]
}

/** Days and what is drawn over them. */
export interface DaySeries {
  readonly days: readonly string[]
  readonly series: readonly Series[]
}

/** A number of a row; null for anything else. */
export function numberIn(row: AnswerRow | undefined, column: string): number | null {
  const value = row?.[column]
  return typeof value === 'number' ? value : null
}

/** A text of a row; empty for anything else. */
export function textIn(row: AnswerRow | undefined, column: string): string {
  const value = row?.[column]
  return typeof value === 'string' ? value : ''
}

/**
 * The rows of an answer by day without today, as long as today holds nothing: machines report a day when it is over, and a chart that
 * ends in a zero looks like a fall.
 * @param column the figure that is zero on a day without reports
 */
export function withoutEmptyToday(rows: readonly AnswerRow[], column: string, today: string): readonly AnswerRow[] {
  const last = rows.at(-1)
  return last !== undefined && textIn(last, 'day') === today && (numberIn(last, column) ?? 0) === 0
    ? rows.slice(0, -1)
    : rows
}

/** Columns of an answer by day as series. */
export function columnsToSeries(
  answer: ServerAnswer,
  rows: readonly AnswerRow[],
  columns: readonly string[],
): DaySeries {
  return {
    days: rows.map((row) => textIn(row, 'day')),
    series: columns.map((name) => ({
      label: answer.columns.find((column) => column.name === name)?.label ?? name,
      values: rows.map((row) => numberIn(row, name)),
    })),
  }
}

/**
 * Long rows (`day`, a name, a figure) as one series per name, over every day from `from` to the last that has any.
 * @param from the first day of the range that was asked for
 * @param order says which name comes first
 */
export function groupsToSeries(
  rows: readonly AnswerRow[],
  group: string,
  figure: string,
  from: string,
  order: (a: string, b: string) => number,
): DaySeries {
  const seen = rows.map((row) => textIn(row, 'day')).sort((a, b) => (a < b ? -1 : 1))
  const last = seen.at(-1)
  if (last === undefined) return { days: [], series: [] }
  const days = daysOf(from, last)
  const place = new Map(days.map((day, i) => [day, i]))
  const names = [...new Set(rows.map((row) => textIn(row, group)))].sort(order)
  return {
    days,
    series: names.map((label) => {
      const values: (number | null)[] = days.map(() => null)
      for (const row of rows) {
        const at = place.get(textIn(row, 'day'))
        if (at !== undefined && textIn(row, group) === label) values[at] = numberIn(row, figure)
      }
      return { label, values }
    }),
  }
}

/** Series on top of one another: each holds the sum of itself and those before it. Nothing on a day adds nothing. */
export function stackSeries(series: readonly Series[]): readonly Series[] {
  const heights: number[] = []
  return series.map(({ label, values }) => ({
    label,
    values: values.map((value, i) => {
      heights[i] = (heights[i] ?? 0) + (value ?? 0)
      return heights[i] ?? null
    }),
  }))
}

/** Orders versions by their numbers, oldest first; words such as `other` stand before them all, at the bottom of a stack. */
export function byVersion(a: string, b: string): number {
  const left = partsOf(a)
  const right = partsOf(b)
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined) || (a < b ? -1 : a > b ? 1 : 0)
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0)
}

function partsOf(version: string): readonly number[] | undefined {
  return /^\d+(?:\.\d+)*$/.test(version) ? version.split('.').map(Number) : undefined
}
