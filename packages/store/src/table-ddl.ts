import type { ColumnSpec, TableSpec } from './table-spec.ts'

/** `single`: one server or the embedded engine. `cluster`: shards and replicas behind one Distributed table per table. */
export type Topology = 'single' | 'cluster'

/** Whether a stored block has reached the disk (`fsync`) or the operating system (`os`) when the insert is answered. */
export type Durability = 'fsync' | 'os'

/** How the description of a table becomes statements. */
export interface DdlOptions {
  readonly topology: Topology
  readonly durability: Durability
}

/**
 * Blocks whose tokens a table remembers. A collector tries one block at a time until it is in, so that a handful would do; a
 * thousand costs some 60 kB and covers many collectors.
 */
const TOKENS_REMEMBERED = 1_000

/** Where rows of a table are written: in a cluster the local table of the node that was asked, without a hop. */
export function insertTarget(table: string, topology: Topology): string {
  return topology === 'single' ? table : `${table}_local`
}

/** A column as it stands in CREATE TABLE and ADD COLUMN. */
export function columnText(column: ColumnSpec): string {
  const fallback = column.fallback === undefined ? '' : ` DEFAULT ${column.fallback}`
  const comment = column.comment === undefined ? '' : ` COMMENT ${quoteComment(column.comment)}`
  const codec = column.codec === undefined ? '' : ` CODEC(${column.codec})`
  return `${quoteName(column.name)} ${column.type}${fallback}${comment}${codec}`
}

/** Longest comment of a column, in characters: the page of columns has the rest. */
const LONGEST_COMMENT = 400

/** A sentence as the comment of a column: on one line, and not endless. */
export function commentText(sentence: string): string {
  const line = sentence.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= LONGEST_COMMENT ? line : `${line.slice(0, LONGEST_COMMENT).toWellFormed()}…`
}

/** The statements that give columns other comments; nothing that is stored is touched. */
export function commentColumns(
  table: string,
  comments: ReadonlyMap<string, string>,
  topology: Topology,
): readonly string[] {
  const said = [...comments].map(([name, comment]) => `COMMENT COLUMN ${quoteName(name)} ${quoteComment(comment)}`)
  return tables(table, topology).map((name) => `ALTER TABLE ${quoteName(name)} ${said.join(', ')}`)
}

// A semicolon is written by its number: the writer of the store takes no statement that holds one.
function quoteComment(sentence: string): string {
  const escaped = commentText(sentence).replaceAll(/['\\]/g, String.raw`\$&`)
  return `'${escaped.replaceAll(';', String.raw`\x3B`)}'`
}

/** The statements that make a table where it is missing. Running them twice changes nothing. */
export function createTable(table: TableSpec, options: DdlOptions): readonly string[] {
  const engine = table.engine === 'replacing' ? 'ReplacingMergeTree' : 'SummingMergeTree'
  const single = options.topology === 'single'
  const local = [
    `CREATE TABLE IF NOT EXISTS ${quoteName(insertTarget(table.name, options.topology))} (`,
    table.columns.map((column) => `  ${columnText(column)}`).join(',\n'),
    `) ENGINE = ${single ? engine : `Replicated${engine}`}`,
    'PARTITION BY toMonday(expires)',
    `ORDER BY (${table.orderBy.map(quoteName).join(', ')})`,
    `SETTINGS ${settings(options).join(', ')}`,
  ].join('\n')
  if (single) return [local]
  // A Replicated database names its cluster after itself, and fills in paths and replica names.
  const everywhere = `CREATE TABLE IF NOT EXISTS ${quoteName(table.name)} AS ${quoteName(`${table.name}_local`)} ENGINE = Distributed(currentDatabase(), currentDatabase(), '${table.name}_local', ${table.shardBy})`
  return [local, everywhere]
}

/** The statements that add columns to a table that is there. */
export function addColumns(table: string, columns: readonly ColumnSpec[], topology: Topology): readonly string[] {
  const added = columns.map((column) => `ADD COLUMN IF NOT EXISTS ${columnText(column)}`).join(', ')
  return tables(table, topology).map((name) => `ALTER TABLE ${quoteName(name)} ${added}`)
}

/** The statements that widen a column in place. */
export function widenColumn(table: string, column: ColumnSpec, topology: Topology): readonly string[] {
  return tables(table, topology).map((name) => `ALTER TABLE ${quoteName(name)} MODIFY COLUMN ${columnText(column)}`)
}

/** The statement that moves a table to another durability. */
export function setDurability(table: string, options: DdlOptions): string {
  const on = options.durability === 'fsync' ? 1 : 0
  return `ALTER TABLE ${quoteName(insertTarget(table, options.topology))} MODIFY SETTING fsync_after_insert = ${on}, fsync_part_directory = ${on}`
}

/** The statement that makes the database. */
export function createDatabase(database: string, topology: Topology): string {
  const engine =
    topology === 'single' ? 'Atomic' : `Replicated('/clickhouse/databases/${database}', '{shard}', '{replica}')`
  return `CREATE DATABASE IF NOT EXISTS ${quoteName(database)} ENGINE = ${engine}`
}

/** A name in SQL. Names come from contracts that were checked; anything else is our own broken promise. */
export function quoteName(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) throw new Error(`"${name}" cannot be the name of a table or a column.`)
  return `\`${name}\``
}

function settings({ topology, durability }: DdlOptions): string[] {
  const on = durability === 'fsync' ? 1 : 0
  const window = topology === 'single' ? 'non_replicated_deduplication_window' : 'replicated_deduplication_window'
  // Without the window on every table that a block reaches, a block that is tried again doubles there.
  return [`${window} = ${TOKENS_REMEMBERED}`, `fsync_after_insert = ${on}`, `fsync_part_directory = ${on}`]
}

function tables(table: string, topology: Topology): string[] {
  return topology === 'single' ? [table] : [`${table}_local`, table]
}
