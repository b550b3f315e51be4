import type { WireMeasure, WireValues } from '@plainsight/contract/judge'

/** One kept record, as the collector hands it over: judged, attributed, and nothing in it that a reader of the store must not see. */
export interface EventRow {
  readonly event: string
  /** The contract version that the record was judged against. */
  readonly version: string
  /** UTC day, as the client stated it: `2026-11-19`. */
  readonly day: string
  /** When, cut as the event says: `2026-11-19T13`, `…T13:05` or `…T13:05:07`; absent for counters. */
  readonly at?: string
  readonly source: string
  /** Actor class, decided by the collector. */
  readonly actor: string
  /** Only what this row's event declares. */
  readonly context?: WireValues
  /** Scoped id, 32 (or its first 16) lower-case hex digits; the store keeps 64 bits. */
  readonly id?: string
  /** External ids by kind. */
  readonly ids?: { readonly [kind: string]: string }
  /** Default 1. */
  readonly count?: number
  /** 1/rate of a sampled record; default 1. */
  readonly weight?: number
  /** The dimensions of a counter or the fields of an occurrence. */
  readonly fields?: WireValues
  readonly measures?: { readonly [field: string]: WireMeasure }
  /** Of an error report: its parts by name (`class`, `code`, `handled`, `fatal`, `frames`, `causes`, `text`, `group`). */
  readonly error?: WireValues
  /** Record key, 16 hex digits (protocol.md): a row that arrives twice under it is one row. */
  readonly key: string
  /** First UTC day on which the row is no longer readable. */
  readonly expires: string
}

/** What became of records: counts that add up. */
export interface OutcomeRow {
  /** UTC minute: `2026-11-19T13:05`. */
  readonly minute: string
  readonly contract: string
  readonly version: string
  readonly source: string
  readonly outcome: string
  /** Empty for what was kept. */
  readonly reason: string
  readonly count: number
}

/** Values that were left out or changed, by declared place and reason; never a value. */
export interface DriftRow {
  readonly day: string
  readonly contract: string
  readonly version: string
  readonly event: string
  readonly field: string
  readonly reason: string
  /** Machines affected: at most one per machine, day and triple. */
  readonly machines: number
}

/** A batch that was answered. */
export interface BatchRow {
  /** The batch id; only its hash is stored. */
  readonly batch: string
  /** Digest of its content, 32 hex digits. */
  readonly content: string
  /** The answer that was given, to be given again. */
  readonly answer: string
  /** UTC day of the first answer. */
  readonly day: string
}

/** A row that could not be stored: why, and a digest to find it again by; never the value. */
export interface QuarantineRow {
  readonly day: string
  readonly contract: string
  readonly reason: string
  readonly rule: string
  /** 32 hex digits. */
  readonly digest: string
}

/** The rows of one drain of one contract. */
export interface BlockRows {
  readonly contract: string
  readonly events?: readonly EventRow[]
  readonly outcomes?: readonly OutcomeRow[]
  readonly drift?: readonly DriftRow[]
  readonly quarantine?: readonly QuarantineRow[]
  readonly batches?: readonly BatchRow[]
}
