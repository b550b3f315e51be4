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
      { name: 'minute', type: "DateTime('UTC')", codec: 'Delta(4), ZSTD(1)' },
      { name: 'contract', type: WORD },
      { name: 'version', type: WORD },
      { name: 'source', type: WORD },
      { name: 'outcome', type: WORD },
      { name: 'reason', type: WORD },
      { name: 'count', type: 'UInt64', codec: 'T64, ZSTD(1)' },
      EXPIRES,
    ],
    orderBy: ['contract', 'minute', 'version', 'source', 'outcome', 'reason'],
    shardBy: 'cityHash64(contract)',
  },
  {
    name: 'drift',
    engine: 'summing',
    columns: [
      dayColumn('day'),
      { name: 'contract', type: WORD },
      { name: 'version', type: WORD },
      { name: 'event', type: WORD },
      { name: 'field', type: WORD },
      { name: 'reason', type: WORD },
      { name: 'machines', type: 'UInt64', codec: 'T64, ZSTD(1)' },
      EXPIRES,
    ],
    orderBy: ['contract', 'day', 'version', 'event', 'field', 'reason'],
    shardBy: 'cityHash64(contract)',
  },
  {
    name: 'quarantine',
    engine: 'replacing',
    columns: [
      dayColumn('day'),
      { name: 'contract', type: WORD },
      { name: 'reason', type: WORD },
      { name: 'rule', type: WORD },
      { name: 'digest', type: 'UInt128', codec: 'ZSTD(1)' },
      EXPIRES,
    ],
    orderBy: ['contract', 'day', 'reason', 'rule', 'digest'],
    shardBy: 'digest',
  },
  {
    name: 'batches',
    engine: 'replacing',
    columns: [
      { name: 'batch', type: 'UInt128', codec: 'ZSTD(1)' },
      { name: 'content', type: 'UInt128', codec: 'ZSTD(1)' },
      { name: 'answer', type: 'String', codec: 'ZSTD(1)' },
      dayColumn('day'),
      EXPIRES,
    ],
    orderBy: ['batch'],
    shardBy: 'batch',
  },
]
