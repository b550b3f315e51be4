// What a table is, before anybody says it in SQL.

/** One column. `type` is ClickHouse's name, complete with `Nullable` where a value may be absent. */
export interface ColumnSpec {
  readonly name: string
  readonly type: string
  readonly codec?: string
  /** An SQL expression for rows that do not name the column. */
  readonly fallback?: string
  /** What it says, in one sentence, for whoever reads the store itself. */
  readonly comment?: string
}

/**
 * One table. Every table is partitioned by the ISO week of `expires`, so that a partition is due as a whole, at most a week late,
 * and is dropped without touching a row.
 */
export interface TableSpec {
  readonly name: string
  /** `replacing`: rows with an equal sort key are one row; `summing`: their numbers outside the sort key are added up. */
  readonly engine: 'replacing' | 'summing'
  readonly columns: readonly ColumnSpec[]
  /** The sort key. For `replacing` it ends in what makes a row that row. */
  readonly orderBy: readonly string[]
  /** In a cluster: the expression whose hash says where a row lives. */
  readonly shardBy: string
}

/** The column that every table with a life of its own ends in: the first day on which a row is no longer readable. */
export const EXPIRES: ColumnSpec = {
  name: 'expires',
  type: 'Date',
  codec: 'Delta(2), ZSTD(1)',
  comment: 'The first day on which the row can no longer be read',
}

/** Text of which few different values exist. */
export const WORD = 'LowCardinality(String)'

/** A UTC day. */
export function dayColumn(name: string, comment: string = ''): ColumnSpec {
  return { name, type: 'Date', codec: 'Delta(2), ZSTD(1)', comment }
}

/**
 * The same type with room for an absent value.
 * @returns lists and maps as they are: theirs is the empty one
 */
export function nullableType(type: string): string {
  if (/^(?:Array|Map)\(/.test(type)) return type
  const word = /^LowCardinality\((.+)\)$/.exec(type)
  return word === null ? `Nullable(${type})` : `LowCardinality(Nullable(${word[1]}))`
}
