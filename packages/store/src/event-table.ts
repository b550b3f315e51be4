import { fieldOf, fieldType, isExternalId, type Column, type NormalContract } from '@plainsight/contract/judge'
import { ROW_COLUMN_WORDS } from '@plainsight/contract/columns'
import { dayColumn, EXPIRES, WORD, type ColumnSpec, type TableSpec } from './table-spec.ts'

/** The table that holds the events of a contract: `acme-x` → `events_acme_x`. */
export function eventTable(contract: string): string {
  return `events_${contract.replaceAll('-', '_')}`
}

const ROW_COLUMNS: readonly ColumnSpec[] = [
  { name: 'event', type: WORD },
  { name: 'version', type: WORD },
  dayColumn('day'),
  { name: 'at', type: "Nullable(DateTime('UTC'))", codec: 'Delta(4), ZSTD(1)' },
  { name: 'source', type: WORD },
  { name: 'actor', type: WORD },
  // The first 64 bits of the scoped id; 0 for a record without one.
  { name: 'id', type: 'UInt64', codec: 'ZSTD(1)' },
  { name: 'count', type: 'UInt32', codec: 'T64, ZSTD(1)', fallback: '1' },
  { name: 'weight', type: 'Float64', codec: 'ZSTD(1)', fallback: '1' },
  { name: 'k', type: 'UInt64', codec: 'ZSTD(1)' },
  EXPIRES,
]

/**
 * The columns that every event table has. No batch, no time of arrival, no SDK version: two rows of one machine come together by their
 * scoped id and by nothing else (privacy.md, the join rule).
 */
export const EVENT_COLUMNS: readonly ColumnSpec[] = ROW_COLUMNS.map((column) => ({
  ...column,
  comment: ROW_COLUMN_WORDS[column.name] ?? '',
}))

/** The table of a contract before its own columns are added: sorted by what the client stated, then by id and record key. */
export function eventTableSpec(contract: string): TableSpec {
  return {
    name: eventTable(contract),
    engine: 'replacing',
    columns: EVENT_COLUMNS,
    orderBy: ['event', 'day', 'id', 'k'],
    shardBy: 'if(id = 0, k, id)',
  }
}

/** What the rows of a contract need beside the columns that every event has: names of the contract, types without `Nullable`. */
export interface WantedColumns {
  readonly context: ReadonlyMap<string, Column>
  /** The fields of the built-in presence rows; apart, because a contract may have a field of the same name. */
  readonly presence: ReadonlyMap<string, Column>
  /** The two columns of the built-in roll-up of context values. */
  readonly environment: ReadonlyMap<string, Column>
  readonly fields: ReadonlyMap<string, Column>
  /** Kinds of external ids. */
  readonly ids: ReadonlySet<string>
  readonly measures: ReadonlySet<string>
  /** The parts of an error report, where the contract has an event of that kind. */
  readonly errors: ReadonlyMap<string, Column>
}

const PRESENCE_FIELDS = ['grain', 'gap', 'back', 'index'] as const

const WORDS: Column = { type: 'Array(LowCardinality(String))', codec: 'ZSTD(1)' }

/**
 * The parts of an error report. A cause is one text: its class, its code or `-`, and its frames, with spaces between them, which stand in
 * none of those words.
 */
const ERROR_COLUMNS: { readonly [part: string]: Column } = {
  group: { type: WORD },
  class: { type: WORD },
  code: { type: WORD },
  handled: { type: 'Bool' },
  fatal: { type: 'Bool' },
  frames: WORDS,
  causes: WORDS,
}

/** Reads off a contract which columns its rows need. An undeclared field gets none: it has no column to land in. */
export function wantedColumns(contract: NormalContract): WantedColumns {
  const wanted = {
    context: new Map<string, Column>(),
    presence: new Map<string, Column>(),
    environment: new Map<string, Column>(),
    fields: new Map<string, Column>(),
    ids: new Set<string>(),
    measures: new Set<string>(),
    errors: new Map<string, Column>(),
  }
  if (contract.presence !== false) {
    for (const name of PRESENCE_FIELDS) wanted.presence.set(name, { type: WORD })
    const { by } = contract.presence
    if (by !== undefined) wanted.context.set(by, columnOf(contract, by))
  }
  if (contract.environment !== undefined)
    for (const name of ['field', 'value']) wanted.environment.set(name, { type: WORD })
  for (const event of Object.values(contract.events)) {
    for (const name of event.context) wanted.context.set(name, columnOf(contract, name))
    for (const name of Object.keys(event.uses)) {
      const field = fieldOf(contract, name)
      if (field !== undefined && isExternalId(field)) wanted.ids.add(field.of)
      else wanted.fields.set(name, columnOf(contract, name))
    }
    for (const name of event.measure) wanted.measures.add(name)
    if (event.kind !== 'errors') continue
    for (const [part, column] of Object.entries(ERROR_COLUMNS)) wanted.errors.set(part, column)
    if (event.text !== undefined && event.text !== false)
      wanted.errors.set('text', { type: 'String', codec: 'ZSTD(1)' })
  }
  return wanted
}

function columnOf(contract: NormalContract, name: string): Column {
  const field = fieldOf(contract, name)
  if (field === undefined)
    throw new Error(
      `The contract ${contract.name} uses "${name}" and does not declare it; \`plainsight check\` names the place.`,
    )
  return fieldType(field).column(field)
}
