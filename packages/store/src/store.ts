import type { NormalContract } from '@plainsight/contract/judge'
import type { BlockRows } from './block-rows.ts'
import type { Block, EncodedBlock } from './encode-block.ts'
import type { EventLayout } from './plan-migration.ts'

/** The store cannot be reached or cannot take it now; the same call again may succeed. */
export interface Unavailable {
  readonly kind: 'unavailable'
  /** One sentence, for a log and for the page that shows the store's health. */
  readonly why: string
}

/** What became of a migration. */
export type MigrateAnswer = { readonly kind: 'migrated'; readonly steps: readonly string[] } | Unavailable

/** What became of a block. */
export type InsertAnswer =
  | { readonly kind: 'stored' }
  | Unavailable
  | {
      /** The content itself was refused and always will be: bisect, quarantine the culprit, keep the rest under new tokens. */
      readonly kind: 'rejected'
      readonly table: string
      readonly why: string
    }

/** A bound parameter of a question. */
export type Parameter = string | number | boolean | null | readonly string[] | readonly number[]

/** A question as its builder made it: text with `{name:Type}` places, and the values apart. */
export interface BoundQuestion {
  readonly sql: string
  readonly params?: { readonly [name: string]: Parameter }
}

/** One row of an answer. 64-bit numbers are numbers: no question asks for ids. */
export interface AnswerRow {
  readonly [column: string]: unknown
}

/** What a question got. */
export type AskAnswer =
  | { readonly kind: 'rows'; readonly rows: readonly AnswerRow[] }
  | Unavailable
  /** It ran into the time or the memory that a question may use. */
  | { readonly kind: 'too-heavy'; readonly why: string }
  /** The text was refused, by us or by the engine: our own mistake, to be shown and mended. */
  | { readonly kind: 'refused'; readonly why: string }

/** The first answer to a batch. */
export interface AnsweredBatch {
  readonly batch: string
  /** Digest of its content, 32 hex digits. */
  readonly content: string
  readonly answer: string
  readonly day: string
}

/** Which of some batches were answered before. */
export type LookupAnswer =
  | { readonly kind: 'found'; readonly batches: ReadonlyMap<string, AnsweredBatch> }
  | Unavailable

/**
 * A stored row with every column of its table, under the columns' names. Days are `2026-11-19`, times `2026-11-19T13:00:00Z`, `id` and
 * `k` 16 hex digits (`id` is null for none), histograms bucket → count with −32768 for zero; an absent value is null.
 */
export interface StoredRow {
  readonly [column: string]: string | number | boolean | null | readonly string[] | { readonly [key: string]: number }
}

/** Days to export, both included; open where left out. */
export interface DayRange {
  readonly from?: string
  readonly to?: string
}

/** What became of a purge: the partitions that are gone, as `table/monday`. */
export type PurgeAnswer = { readonly kind: 'purged'; readonly partitions: readonly string[] } | Unavailable

/** How the store is. */
export interface StoreHealth {
  readonly kind: 'up' | 'down'
  /** One sentence. */
  readonly why: string
  readonly version?: string
  /** Of the embedded store: its process, and how often it had to be started again. */
  readonly pid?: number
  readonly restarts?: number
}

/**
 * The one port to the events. Two things stand behind it: ClickHouse over HTTP (embedded or a server) and, for tests and `dev`, a store
 * in memory. What it promises is in `store-suite.ts`, which runs against both.
 */
export interface Store {
  /** Makes or extends what the contracts need; may be called again at any time, also after it was killed half way. */
  migrate(contracts: readonly NormalContract[]): Promise<MigrateAnswer>
  /** Where a migrated contract version keeps its values; undefined before its migration. Questions take their column names from it. */
  layout(contract: string, version: string): EventLayout | undefined
  /** The bytes of a block for `insertBlock`. Needs a migration that saw the rows' contract versions. */
  encodeBlock(rows: BlockRows, token: string): EncodedBlock
  /** Writes a block, exactly once however often it is tried: what a first try left out, the same token fills in. */
  insertBlock(block: Block): Promise<InsertAnswer>
  /** Asks a question in the read-only session. */
  ask(question: BoundQuestion): Promise<AskAnswer>
  /** The answers that these batches got, as far as they are known. */
  lookupBatches(batches: readonly string[]): Promise<LookupAnswer>
  /**
   * Every readable row of a contract, each once, by ascending day. An unknown contract has none. Throws when the store goes away.
   */
  exportRows(contract: string, days?: DayRange): AsyncIterable<StoredRow>
  /** Drops every partition of which the last row has expired by this UTC day. */
  purge(today: string): Promise<PurgeAnswer>
  health(): Promise<StoreHealth>
  /** Lets go of everything; afterwards every call answers `unavailable`. Never throws. */
  close(): Promise<void>
}
