import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** How far a commit has gone when it is answered: onto the disk, or to the operating system. */
export type Durability = 'fsync' | 'os'

/** Where and how the inbox lies on the disk. */
export interface InboxFile {
  readonly path: string
  readonly durability: Durability
  /** Most pages of 8 KiB that the file may grow to; for tests of a disk that is full. */
  readonly pageLimit?: number
}

// `pending` holds judged batches until they are drained, and, with `batch` null, counts of records that left no row. `answered` remembers
// batches by hash only: no row key can be found from it. `blocks` fixes what one insert into the store is made of. `labels` counts labels of open
// lists, by hash. `locks` keeps the
// contracts that waiting rows were judged against, should their files be gone after a restart.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS answered (batch BLOB PRIMARY KEY, content BLOB NOT NULL, answer TEXT NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (
  seq INTEGER PRIMARY KEY, contract TEXT NOT NULL, version TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL,
  batch TEXT, content TEXT, answer TEXT, day TEXT, actor TEXT,
  size INTEGER NOT NULL, outcomes TEXT NOT NULL, drift TEXT NOT NULL, rows TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pending_by_contract ON pending (contract, seq, size);
CREATE TABLE IF NOT EXISTS blocks (
  token TEXT PRIMARY KEY, contract TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, known TEXT NOT NULL, quarantine INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS labels (place BLOB, label BLOB, count INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (place, label)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS locks (name TEXT NOT NULL, version TEXT NOT NULL, lock TEXT NOT NULL, PRIMARY KEY (name, version)) WITHOUT ROWID;
`

/**
 * Opens the inbox's file, and makes it where it is missing, readable by its owner only. One process at a time: a second one is told so by SQLite's own error.
 * @returns throws when the file cannot be opened, is no database or is in use
 */
export function openInboxDatabase(file: InboxFile): DatabaseSync {
  // SQLite gives its log and its index the mode of the file itself.
  closeSync(openSync(file.path, 'a', 0o600))
  chmodSync(file.path, 0o600)
  const database = new DatabaseSync(file.path)
  try {
    database.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA locking_mode = EXCLUSIVE;')
    database.exec('PRAGMA journal_mode = WAL;')
    database.exec(`PRAGMA synchronous = ${file.durability === 'fsync' ? 'FULL' : 'NORMAL'};`)
    // The same pages are written again and again: the longer they stay in the log, the fewer times they go to the file. 32 MiB of it.
    database.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432;')
    // A row that is deleted is overwritten where its page lives on; pages that do not are given back by `tidy`.
    database.exec('PRAGMA secure_delete = FAST; PRAGMA cache_size = -8192;')
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`)
    if (file.pageLimit !== undefined) database.exec(`PRAGMA max_page_count = ${Math.trunc(file.pageLimit)};`)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}
