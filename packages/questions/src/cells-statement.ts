import { PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import type { AskedEvent } from './asked-event.ts'
import { keyColumns } from './dimension.ts'
import type { Filter } from './conditions.ts'
import type { DayRange } from './read-range.ts'
import { sqlName, type TableLayout } from './table-layout.ts'

/** A figure of a cell: summed over rows first, then over groups of rows. */
export interface Figure {
  readonly name: string
  /** Over rows. */
  readonly rows: string
  /** Over what `rows` gave, which is called by the figure's name. */
  readonly groups: string
}

/** What a statement over cells needs. */
export interface CellsAsked {
  readonly contract: NormalContract
  readonly asked: AskedEvent
  readonly layout: TableLayout
  readonly range: DayRange
  readonly today: string
  readonly filter: Filter
  /** Name → SQL of what cells are told apart by, besides the filter. */
  readonly groups: { readonly [name: string]: string }
  readonly figures: readonly Figure[]
  /** Whether `n`, `s` and `top` are needed: they cost most of the time, and only what is folded or filtered asks for them. */
  readonly sized: boolean
}

/** A statement and what is bound to it. */
export interface Statement {
  readonly sql: string
  readonly params: { readonly [name: string]: string | number }
}

/** Cells that one answer is made from at most; far above any chart, far below what memory takes. */
const MOST_CELLS = 20_000

/**
 * The statement behind every split and series. One row per cell: `hit` (1: the filter holds, 0: its complement, all in one cell), the groups, the
 * figures, `n` (observed machines), `s` (the unweighted sum of counts) and `top` (its two largest contributions, negated and ascending).
 *
 * `n` is the number of distinct ids in the period that has most, where the event has an id of a machine. Elsewhere it is the largest
 * number of rows of one full key on one day: a lower bound, since a machine has at most one row of a key on a day (privacy.md, 6).
 */
export function cellsStatement(cells: CellsAsked): Statement {
  const { contract, asked, layout, range, today, filter } = cells
  const filtered = filter.where.length > 0
  const params = { event: asked.name, today, from: range.from, to: range.to, ...filter.params }
  // Groups of the complement are not told apart: only its size is needed.
  const groups = Object.entries(cells.groups).map(
    ([name, sql]) => [name, filtered && name !== 'd' ? `if(hit = 1, ${sql}, '')` : sql] as const,
  )
  const names = ['hit', ...groups.map(([name]) => name)]
  const source = [
    `FROM ${sqlName(layout.table)} FINAL`,
    'WHERE event = {event:String} AND expires > {today:Date} AND day BETWEEN {from:Date} AND {to:Date}',
    ...(asked.name === PRESENCE ? [`AND ${sqlName(presenceColumn(layout))} = 'day'`] : []),
  ].join(' ')
  if (!cells.sized) {
    const told = [...groups, ...cells.figures.map((figure) => [figure.name, figure.rows] as const)]
    const list = [`${filter.sql} AS hit`, ...told.map(([name, sql]) => `${sql} AS ${name}`)].join(', ')
    return {
      sql: `SELECT ${list} ${source} GROUP BY ${names.join(', ')} ORDER BY ${names.join(', ')} LIMIT ${MOST_CELLS}`,
      params,
    }
  }
  const period = periodSql(asked)
  const key = period === undefined ? keyNumber(keyColumns(contract, asked, layout)) : 'id'
  const rows = [
    'SELECT',
    [
      `${filter.sql} AS hit`,
      ...groups.map(([name, sql]) => `${sql} AS ${name}`),
      `${period ?? 'day'} AS unit_period`,
      `${key} AS unit_key`,
      period === undefined ? 'count() AS machines' : '1 AS machines',
      'sum(count) AS s',
      // A row is one machine's day; with an id all rows of the period are one machine's.
      period === undefined ? 'groupArraySorted(2)(-toInt64(count)) AS top' : '[-toInt64(sum(count))] AS top',
      ...cells.figures.map((figure) => `${figure.rows} AS ${figure.name}`),
    ].join(', '),
    source,
    `GROUP BY ${[...names, 'unit_period', 'unit_key'].join(', ')}`,
  ].join(' ')
  const sums = [
    'sum(s) AS s',
    'groupArraySortedArray(2)(top) AS top',
    ...cells.figures.map((figure) => `${figure.groups} AS ${figure.name}`),
  ]
  const periods =
    period === undefined
      ? rows
      : `SELECT ${[...names, 'unit_period', 'sum(machines) AS machines', ...sums].join(', ')} FROM (${rows}) GROUP BY ${[...names, 'unit_period'].join(', ')}`
  const sql = `SELECT ${[...names, 'max(machines) AS n', ...sums].join(', ')} FROM (${periods}) GROUP BY ${names.join(', ')} ORDER BY ${names.join(', ')} LIMIT ${MOST_CELLS}`
  return { sql, params }
}

// One number for a whole key makes the grouping half as long. A sum of one hash a column, each salted with the column's place: of a column
// of words ClickHouse then hashes each word once and not once a row, where a hash of the whole list takes a third of such a question. The
// hash of an absent value is absent, so it counts as 0.
function keyNumber(columns: readonly string[]): string {
  return columns.map((column, place) => `ifNull(cityHash64('${place}', ${column}), 0)`).join(' + ')
}

// SQL of the period in which one id is one machine; undefined where no id tells machines apart.
function periodSql({ event }: AskedEvent): string | undefined {
  switch (event.identity) {
    case 'none':
    case 'run':
      return undefined
    case 'day':
      return 'day'
    case 'week':
      return 'toMonday(day)'
    case 'month':
      return 'toStartOfMonth(day)'
    case 'install':
      return "toDate('1970-01-01')"
  }
}

function presenceColumn(layout: TableLayout): string {
  return layout.presence.get('grain')?.column ?? 'f_grain'
}
