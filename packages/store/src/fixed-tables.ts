import { dayColumn, EXPIRES, WORD, type TableSpec } from './table-spec.ts'

/** Days that a row of each table lives, counted from its own day. Events live as long as their contract says. */
export const TABLE_DAYS = {
  /** What became of every record: long enough to compare a month with the same month a year ago. */
  outcomes: 400,
  /** Machines affected by a value that was left out or changed: as long as the outcomes it explains. */
  drift: 400,
  /** Why a row could not be stored: long enough to mend the cause. */
  quarantine: 14,
  /** Batches already answered: the 30 days that a client keeps trying, and five to spare. */
  batches: 35,
} as const

/**
 * The tables that every store has, whatever its contracts. None names a machine or an address; `quarantine` never holds the value
 * that was refused; `batches` holds hashes only, so that no row key can be found from it.
 */
export const FIXED_TABLES: readonly TableSpec[] = [
  {
    name: 'outcomes',
    engine: 'summing',
    columns: [
      {
        name: 'minute',
        type: "DateTime('UTC')",
        codec: 'Delta(4), ZSTD(1)',
        comment: 'The minute (UTC) in which it was answered',
      },
      { name: 'contract', type: WORD, comment: 'The name of the contract' },
      { name: 'version', type: WORD, comment: 'The contract version that the batch stated' },
      { name: 'source', type: WORD, comment: 'The source that the batch stated' },
      { name: 'outcome', type: WORD, comment: 'What became of the records: stored, refused and so on' },
      { name: 'reason', type: WORD, comment: 'Why, from the closed list of reasons; empty where nothing was wrong' },
      { name: 'count', type: 'UInt64', codec: 'T64, ZSTD(1)', comment: 'How many records' },
      EXPIRES,
    ],
    orderBy: ['contract', 'minute', 'version', 'source', 'outcome', 'reason'],
    shardBy: 'cityHash64(contract)',
  },
  {
    name: 'drift',
    engine: 'summing',
    columns: [
      dayColumn('day', 'The UTC day of the batch'),
      { name: 'contract', type: WORD, comment: 'The name of the contract' },
      { name: 'version', type: WORD, comment: 'The contract version that the batch stated' },
      { name: 'event', type: WORD, comment: 'The declared event, or undeclared' },
      { name: 'field', type: WORD, comment: 'The declared field, * for the whole record, or undeclared' },
      { name: 'reason', type: WORD, comment: 'Why it was left out or changed, from the closed list of reasons' },
      { name: 'machines', type: 'UInt64', codec: 'T64, ZSTD(1)', comment: 'Machines affected, each once a day' },
      EXPIRES,
    ],
    orderBy: ['contract', 'day', 'version', 'event', 'field', 'reason'],
    shardBy: 'cityHash64(contract)',
  },
  {
    name: 'quarantine',
    engine: 'replacing',
    columns: [
      dayColumn('day', 'The UTC day of the row'),
      { name: 'contract', type: WORD, comment: 'The name of the contract' },
      { name: 'reason', type: WORD, comment: 'Why the row could not be stored, from the closed list of reasons' },
      { name: 'rule', type: WORD, comment: 'What could not hold it: a column or a check; never the value' },
      {
        name: 'digest',
        type: 'UInt128',
        codec: 'ZSTD(1)',
        comment: 'A hash of the refused row, to tell repeats apart',
      },
      EXPIRES,
    ],
    orderBy: ['contract', 'day', 'reason', 'rule', 'digest'],
    shardBy: 'digest',
  },
  {
    name: 'batches',
    engine: 'replacing',
    columns: [
      {
        name: 'batch',
        type: 'UInt128',
        codec: 'ZSTD(1)',
        comment: 'A hash of the id of the batch, from which no row is found',
      },
      { name: 'content', type: 'UInt128', codec: 'ZSTD(1)', comment: 'A hash of what it held, to see a conflict' },
      { name: 'answer', type: 'String', codec: 'ZSTD(1)', comment: 'The answer that it was given, and is given again' },
      dayColumn('day', 'The UTC day on which it was answered'),
      EXPIRES,
    ],
    orderBy: ['batch'],
    shardBy: 'batch',
  },
]
