import { daysOf } from './days.ts'
import type { Filter } from './conditions.ts'
import type { DayRange } from './read-range.ts'
import type { StoreRow } from './question.ts'
import { numberOf, textOf } from './store-value.ts'

/** A day of a series. */
export interface ShownDay {
  readonly day: string
  /** The store's row of the day; undefined where nothing was stored. */
  readonly row: StoreRow | undefined
  /** Whether its figures may be seen: without a filter always, with one only when both the machines meant and the others are at least k (or there are no others). */
  readonly shown: boolean
}

/** Every day of a range with its row, and whether it may be shown (privacy.md, 6). */
export function shownDays(rows: readonly StoreRow[], range: DayRange, filter: Filter, k: number): readonly ShownDay[] {
  const hit = byDay(rows, 1)
  const complement = byDay(rows, 0)
  return daysOf(range.from, range.to).map((day) => {
    const row = hit.get(day)
    if (filter.where.length === 0 || k <= 1) return { day, row, shown: true }
    const others = numberOf(complement.get(day)?.n)
    return { day, row, shown: numberOf(row?.n) >= k && (others === 0 || others >= k) }
  })
}

function byDay(rows: readonly StoreRow[], hit: 0 | 1): ReadonlyMap<string, StoreRow> {
  return new Map(rows.filter((row) => numberOf(row.hit) === hit).map((row) => [textOf(row.d), row]))
}
