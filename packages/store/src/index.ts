// The store: where events are, and the one way to write them and to ask about them.
export type { BatchRow, BlockRows, DriftRow, EventRow, OutcomeRow, QuarantineRow } from './block-rows.ts'
export { openEmbeddedStore, type EmbeddedOptions, type OpenAnswer } from './embedded-store.ts'
export type { Block, BlockPart, EncodedBlock, RefusedRow } from './encode-block.ts'
export { eventTable } from './event-table.ts'
export { TABLE_DAYS } from './fixed-tables.ts'
export { createMemoryStore, type MemoryOptions, type MemoryStore } from './memory-store.ts'
export { eventColumns, type EventLayout, type Place } from './plan-migration.ts'
export type { ColumnSpec } from './table-spec.ts'
export { openServerStore, type ServerOptions } from './server-store.ts'
export type {
  AnsweredBatch,
  AnswerRow,
  AskAnswer,
  BoundQuestion,
  DayRange,
  InsertAnswer,
  LookupAnswer,
  MigrateAnswer,
  Parameter,
  PurgeAnswer,
  Store,
  StoredRow,
  StoreHealth,
  Unavailable,
} from './store.ts'
export type { Durability, Topology } from './table-ddl.ts'
