import type { StoredRow } from './store.ts'
import { quoteName } from './table-ddl.ts'

/** The statements that read a table whole: which days it holds (`from`, `to`, `today`), and the rows of one (`day`, `today`). */
export interface ExportQuery {
  readonly days: string
  readonly rows: string
}

/**
 * Every readable row, each once, day by day: a day is sorted in memory, a table might not fit. Ids and keys come as hex, because JSON
 * numbers are exact below 2^53 only.
 */
export function exportQuery(
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): ExportQuery {
  const list = columns.map(({ name, type }) => {
    const column = `t.${quoteName(name)}`
    if (name === 'id') return `if(${column} = 0, NULL, ${hex(column)}) AS id`
    if (type === 'UInt64' && name === 'k') return `${hex(column)} AS k`
    return `${column} AS ${quoteName(name)}`
  })
  const from = `FROM ${quoteName(table)} AS t FINAL WHERE t.expires > {today:Date}`
  return {
    days: `SELECT DISTINCT t.day AS day ${from} AND t.day >= {from:Date} AND t.day <= {to:Date} ORDER BY day`,
    rows: `SELECT ${list.join(', ')} ${from} AND t.day = {day:Date} ORDER BY t.event, t.id, t.k`,
  }
}

/** A row as the port gives it. */
export function storedRow(row: { readonly [column: string]: unknown }): StoredRow {
  const at = row.at
  return (typeof at === 'string' ? { ...row, at: `${at.replace(' ', 'T')}Z` } : row) as StoredRow
}

function hex(column: string): string {
  return `leftPad(lower(hex(${column})), 16, '0')`
}
