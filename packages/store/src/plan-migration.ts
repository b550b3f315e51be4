import type { Column, NormalContract } from '@plainsight/contract/judge'
import { columnWords } from '@plainsight/contract/columns'
import { compareSemver } from '@plainsight/contract/judge'
import { EVENT_COLUMNS, eventTable, eventTableSpec, wantedColumns } from './event-table.ts'
import { FIXED_TABLES } from './fixed-tables.ts'
import {
  addColumns,
  commentColumns,
  commentText,
  createTable,
  setDurability,
  widenColumn,
  type DdlOptions,
} from './table-ddl.ts'
import { nullableType, type ColumnSpec, type TableSpec } from './table-spec.ts'

/** What is there: table → column → type, and how each table was last told to write. */
export interface StoreState {
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Table → column → its comment; absent for a store that has none. */
  readonly comments?: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly durability: ReadonlyMap<string, 'fsync' | 'os'>
}

/** Statements, and the names of what stands once they have run. Every one can run again without harm. */
export interface MigrationStep {
  readonly names: readonly string[]
  readonly statements: readonly string[]
}

/** Where a value goes: its column, and the type it must fit (without `Nullable`). */
export interface Place {
  readonly column: string
  readonly type: string
}

/** Where each value of one contract version goes. */
export interface EventLayout {
  readonly contract: string
  readonly version: string
  readonly table: string
  readonly context: ReadonlyMap<string, Place>
  readonly presence: ReadonlyMap<string, Place>
  readonly environment: ReadonlyMap<string, Place>
  readonly fields: ReadonlyMap<string, Place>
  /** Kind of external id → column. */
  readonly ids: ReadonlyMap<string, Place>
  /** Measure → the columns of its sum and its histogram. */
  readonly measures: ReadonlyMap<string, { readonly sum: string; readonly hist: string }>
  /** Part of an error report → its column. */
  readonly errors: ReadonlyMap<string, Place>
}

/** What has to be done, what will then be there, and where values then go. */
export interface MigrationPlan {
  readonly steps: readonly MigrationStep[]
  /** Names of everything that stands once the steps have run, done now or earlier: what the record should hold. */
  readonly standing: readonly string[]
  readonly tables: readonly TableSpec[]
  /** Table → column → what it says, in the order in which the columns are made. */
  readonly comments: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By `layoutKey(contract, version)`. */
  readonly layouts: ReadonlyMap<string, EventLayout>
}

/** The key of a layout in a plan. */
export function layoutKey(contract: string, version: string): string {
  return `${contract}@${version}`
}

/**
 * Compares what contracts need with what is there. Only ever expands: a column that no contract names any longer stays until its rows
 * have expired. Pure, so that a migration that was killed is planned again from what it left.
 * @param contracts every version that is still accepted, in any order
 */
export function planMigration(
  state: StoreState,
  contracts: readonly NormalContract[],
  options: DdlOptions,
): MigrationPlan {
  const steps: MigrationStep[] = []
  const standing: string[] = []
  const tables = new Map<string, TableSpec>(FIXED_TABLES.map((table) => [table.name, table]))
  for (const contract of contracts) tables.set(eventTable(contract.name), eventTableSpec(contract.name))

  for (const table of tables.values()) {
    const there = state.columns.get(table.name)
    step(`${table.name}`, there === undefined, () => createTable(table, options))
    if (there === undefined) continue
    const missing = table.columns.filter((column) => !there.has(column.name))
    for (const column of missing)
      step(columnName(table.name, column), true, () => addColumns(table.name, [column], options.topology))
    const written = state.durability.get(table.name)
    if (written !== undefined && written !== options.durability)
      steps.push({ names: [`${table.name} ${options.durability}`], statements: [setDurability(table.name, options)] })
  }

  const layouts = new Map<string, EventLayout>()
  // What each column is to say: of a column that several versions fill, the words of the newest; and what it says when it is made.
  const words = new Map([...tables.values()].map((table) => [table.name, wordsOf(table.columns)]))
  const said = new Map([...words].map(([table, made]) => [table, new Map(state.comments?.get(table) ?? made)]))
  // Columns that are there or planned: older versions come first, so that a later type is the one with a number behind its name.
  const types = new Map<string, Map<string, string>>()
  for (const contract of contracts.toSorted((a, b) => compareSemver(a.version, b.version))) {
    const table = eventTable(contract.name)
    const known = types.get(table) ?? new Map(state.columns.get(table))
    types.set(table, known)
    const added: ColumnSpec[] = []
    const says = columnWords(contract)
    const place = (base: string, column: Column, type = nullableType(column.type)): Place => {
      for (let n = 1; ; n++) {
        const name = n === 1 ? base : `${base}_${n}`
        const comment = says.get(base) ?? ''
        const codec = column.codec === undefined ? {} : { codec: column.codec }
        const spec: ColumnSpec = { name, type, ...codec, comment }
        const found = known.get(name)
        const isMade = found === undefined || isWider(type, found)
        if (found === undefined) added.push(spec)
        else if (isMade) step(columnName(table, spec), true, () => widenColumn(table, spec, options.topology))
        else if (found !== type && !isWider(found, type)) continue
        words.get(table)?.set(name, comment)
        if (isMade) said.get(table)?.set(name, commentText(comment))
        if (isMade) known.set(name, type)
        else standing.push(columnName(table, { name, type: found }))
        return { column: name, type: column.type }
      }
    }
    const places = (prefix: string, wanted: ReadonlyMap<string, Column>): Map<string, Place> =>
      new Map([...wanted].map(([name, column]) => [name, place(prefix + name, column)]))

    const wanted = wantedColumns(contract)
    const layout: EventLayout = {
      contract: contract.name,
      version: contract.version,
      table,
      presence: places('f_', wanted.presence),
      environment: places('n_', wanted.environment),
      context: places('c_', wanted.context),
      ids: places('x_', new Map([...wanted.ids].map((kind) => [kind, EXTERNAL_ID]))),
      fields: places('f_', wanted.fields),
      measures: new Map(
        [...wanted.measures].map((name) => [
          name,
          { sum: place(`m_${name}_sum`, SUM, SUM.type).column, hist: place(`m_${name}_hist`, HISTOGRAM).column },
        ]),
      ),
      errors: places('e_', wanted.errors),
    }
    layouts.set(layoutKey(contract.name, contract.version), layout)
    if (added.length > 0) {
      steps.push({
        names: added.map((column) => columnName(table, column)),
        statements: addColumns(table, added, options.topology),
      })
      standing.push(...added.map((column) => columnName(table, column)))
    }
  }
  for (const [table, columns] of state.comments === undefined ? [] : words) {
    const stale = [...columns].filter(([column, sentence]) => said.get(table)?.get(column) !== commentText(sentence))
    if (stale.length === 0) continue
    steps.push({
      names: [`${table} comments`],
      statements: commentColumns(table, new Map(stale), options.topology),
    })
  }
  return { steps, standing: [...new Set(standing)], tables: [...tables.values()], comments: words, layouts }

  function step(name: string, needed: boolean, statements: () => readonly string[]): void {
    standing.push(name)
    if (needed) steps.push({ names: [name], statements: statements() })
  }
}

/**
 * The columns that an empty store makes for the versions of one contract, in their order.
 * @param contracts every version that is accepted, in any order
 */
export function eventColumns(contracts: readonly NormalContract[]): readonly ColumnSpec[] {
  const nothing: StoreState = { columns: new Map(), durability: new Map() }
  const plan = planMigration(nothing, contracts, { topology: 'single', durability: 'os' })
  const table = eventTable(contracts[0]?.name ?? '')
  const types = new Map(EVENT_COLUMNS.map(({ name, type }) => [name, type]))
  for (const name of plan.standing) {
    const [, of, column = '', type = ''] = /^(\w+)\.(\w+) (.+)$/.exec(name) ?? []
    if (of === table) types.set(column, type)
  }
  const words = plan.comments.get(table)
  return [...types].map(([name, type]) => ({ name, type, comment: commentText(words?.get(name) ?? '') }))
}

function wordsOf(columns: readonly ColumnSpec[]): Map<string, string> {
  return new Map(columns.map(({ name, comment = '' }) => [name, comment]))
}

const EXTERNAL_ID: Column = { type: 'String', codec: 'ZSTD(1)' }
// A measure's sum below 2^53 per row; 0 beside an empty histogram where the counter had none.
const SUM: Column = { type: 'Int64', codec: 'T64, ZSTD(1)' }
const HISTOGRAM: Column = { type: 'Map(Int16, UInt32)', codec: 'ZSTD(1)' }

function columnName(table: string, column: ColumnSpec): string {
  return `${table}.${column.name} ${column.type}`
}

// Whole numbers on the wire stay below 2^53, so each of these holds every value of those before it.
const NUMBERS = ['Nullable(UInt32)', 'Nullable(UInt64)', 'Nullable(Int64)']

function isWider(type: string, than: string): boolean {
  return NUMBERS.includes(than) && NUMBERS.indexOf(type) > NUMBERS.indexOf(than)
}
