import { hash } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Lock } from '@plainsight/contract/lock'
import { createBlockLedger, type BlockLedger } from './block-ledger.ts'
import type { CollectorLimits } from './collector-limits.ts'
import { createLabelCrowd, type LabelCrowd } from './label-crowd.ts'
import type { Log } from './log.ts'
import { openInboxDatabase, type InboxFile } from './inbox-database.ts'
import type { CommitAnswer, InboxDoor, InboxEntry, LedgerWords, OutcomeCount } from './inbox-entry.ts'

/** What the inbox holds now. */
export interface InboxLoad {
  readonly batches: number
  readonly rows: number
  readonly bytes: number
  /** Age of the oldest waiting batch, in milliseconds; 0 when none waits. */
  readonly ageMs: number
}

/** The inbox: what was answered as taken lies here until it is in the store. */
export interface Inbox extends InboxDoor {
  /** The side of the drain. */
  readonly blocks: BlockLedger
  readonly labels: LabelCrowd
  load(): InboxLoad
  /** Keeps the contracts that rows may be judged against, and gives all those that are kept. */
  keepLocks(locks: readonly Lock[]): readonly Lock[]
  /** Forgets answers that are older than a client tries again; a part at each call. */
  forgetOld(): void
  /** Leaves no drained row in the file, not even in pages that wait to be written again; for once a day. */
  tidy(): void
  /** Commits what waits and closes the file. */
  close(): void
}

/** What the inbox needs to be told. */
export interface InboxOptions {
  readonly file: InboxFile
  readonly limits: CollectorLimits
  readonly clock: () => number
  readonly log: Log
  /** Called after each commit with the rows that wait. */
  readonly onCommit: (rows: number) => void
}

interface Waiting {
  readonly entry: InboxEntry | undefined
  readonly words: LedgerWords
  readonly count: OutcomeCount | undefined
  readonly resolve: (answer: CommitAnswer) => void
}

/** After a failed commit nothing is tried for this long: milliseconds. */
const PAUSE_AFTER_FAILURE = 2_000
/** Pages of 8 KiB that an empty inbox keeps for the next rows. */
const KEPT_PAGES = 2_048
/** The disk is asked for its free room after each commit, and while there is none at most this often: milliseconds. */
const DISK_LOOK = 1_000

/** Opens the inbox. Throws when its file cannot be opened. */
export function openInbox({ file, limits, clock, log, onCommit }: InboxOptions): Inbox {
  const database = openInboxDatabase(file)
  const findAnswer = database.prepare('SELECT content, answer FROM answered WHERE batch = ?')
  const addAnswer = database.prepare('INSERT INTO answered (batch, content, answer, day) VALUES (?, ?, ?, ?)')
  const addPending = database.prepare(
    `INSERT INTO pending (contract, version, source, at, batch, content, answer, day, actor, size, outcomes, drift, rows)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const forget = database.prepare('DELETE FROM answered WHERE batch >= ? AND batch < ? AND day < ?')
  const oldest = database.prepare('SELECT at FROM pending ORDER BY seq LIMIT 1')

  const held = { batches: 0, rows: 0, bytes: 0 }
  recount()
  const labels = createLabelCrowd(database, clock)
  const blocks = createBlockLedger(database, { limits, onRemoved: recountAfter })
  let queue: Waiting[] = []
  let scheduled = false
  let closed = false
  let failedAt = Number.NEGATIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY
  let diskIsShort = false
  let oldestAt: number | undefined = readOldest()
  let slice = 0
  let sliceDay = 0

  function recount(): void {
    const sums = database
      .prepare(
        'SELECT count(batch) AS batches, coalesce(sum(size), 0) AS rows, coalesce(sum(length(rows)), 0) AS bytes FROM pending',
      )
      .get() as { batches: number; rows: number; bytes: number }
    Object.assign(held, { batches: sums.batches, rows: sums.rows, bytes: sums.bytes })
  }

  function recountAfter(removed: { batches: number; rows: number; bytes: number }): void {
    held.batches -= removed.batches
    held.rows -= removed.rows
    held.bytes -= removed.bytes
    oldestAt = readOldest()
    if (held.batches > 0 || closed) return
    lookAtDisk()
    const { freelist_count: free } = database.prepare('PRAGMA freelist_count').get() as { freelist_count: number }
    // An inbox that was large once gives its pages back when it is empty: nothing has to be moved for that. A small one keeps them.
    if (free > KEPT_PAGES || diskIsShort) giveRoomBack()
    if (diskIsShort) lookAtDisk()
  }

  function giveRoomBack(): void {
    database.exec('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)')
  }

  function readOldest(): number | undefined {
    return (oldest.get() as { at: number } | undefined)?.at
  }

  function lookAtDisk(): void {
    lookedAt = clock()
    diskIsShort = freeBytes(dirname(file.path)) < limits.diskReserveBytes
  }

  function enqueue(
    words: LedgerWords,
    entry: InboxEntry | undefined,
    count: OutcomeCount | undefined,
  ): Promise<CommitAnswer> {
    return new Promise((resolve) => {
      if (closed) return resolve({ kind: 'full' })
      queue.push({ entry, words, count, resolve })
      if (scheduled) return
      scheduled = true
      // Everything that came in with this turn of the loop shares one transaction and one wait for the disk.
      setImmediate(flush)
    })
  }

  function flush(): void {
    scheduled = false
    const group = queue
    queue = []
    if (group.length === 0) return
    const answers: CommitAnswer[] = []
    const added = { batches: 0, rows: 0, bytes: 0 }
    try {
      database.exec('BEGIN IMMEDIATE')
      const notes = new Map<string, { words: LedgerWords; count: OutcomeCount }>()
      for (const { entry, words, count } of group) {
        answers.push(entry === undefined ? { kind: 'committed' } : put(entry, added, notes))
        if (count !== undefined) addNote(notes, words, count)
      }
      for (const { words, count } of notes.values()) putNote(words, count)
      labels.save()
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      failedAt = clock()
      log({ level: 'error', what: 'inbox', message: `Nothing could be committed: ${errorText(error)}.` })
      for (const { resolve } of group) resolve({ kind: 'full' })
      return
    }
    held.batches += added.batches
    held.rows += added.rows
    held.bytes += added.bytes
    oldestAt ??= clock()
    lookAtDisk()
    group.forEach(({ resolve }, index) => resolve(answers[index] as CommitAnswer))
    onCommit(held.rows)
  }

  function put(
    entry: InboxEntry,
    added: { batches: number; rows: number; bytes: number },
    notes: Map<string, { words: LedgerWords; count: OutcomeCount }>,
  ): CommitAnswer {
    const key = batchHash(entry.batch)
    const first = findAnswer.get(key) as { content: Uint8Array; answer: string } | undefined
    if (first !== undefined) {
      const outcome = Buffer.from(first.content).toString('hex') === entry.content ? 'duplicate' : 'conflict'
      const count = entry.rows.length + entry.outcomes.reduce((sum, refused) => sum + refused.count, 0)
      addNote(notes, entry, { outcome, reason: 'duplicate', count })
      return { kind: 'repeated', answer: first.answer }
    }
    const now = clock()
    const rows = JSON.stringify(entry.rows)
    addAnswer.run(key, Buffer.from(entry.content, 'hex'), entry.answer, epochDay(now))
    addPending.run(
      entry.contract,
      entry.version,
      entry.source,
      now,
      entry.batch,
      entry.content,
      entry.answer,
      entry.day,
      entry.actor,
      entry.rows.length,
      JSON.stringify(entry.outcomes),
      JSON.stringify(entry.drift),
      rows,
    )
    added.batches++
    added.rows += entry.rows.length
    added.bytes += rows.length
    return { kind: 'committed' }
  }

  function putNote(words: LedgerWords, count: OutcomeCount): void {
    const { contract, version, source } = words
    addPending.run(
      contract,
      version,
      source,
      clock(),
      null,
      null,
      null,
      null,
      null,
      0,
      JSON.stringify([count]),
      '[]',
      '[]',
    )
  }

  return {
    blocks,
    labels,
    answered(batch) {
      const first = findAnswer.get(batchHash(batch)) as { content: Uint8Array; answer: string } | undefined
      return first && { content: Buffer.from(first.content).toString('hex'), answer: first.answer }
    },
    commit: (entry) => enqueue(entry, entry, undefined),
    async note(words, count) {
      if (count.count > 0) await enqueue(words, undefined, count)
    },
    closedBecause() {
      const now = clock()
      if (held.bytes >= limits.inboxBytes) return 'bytes'
      if (oldestAt !== undefined && now - oldestAt > limits.inboxAgeMs) return 'age'
      if (now - failedAt < PAUSE_AFTER_FAILURE && now >= failedAt) return 'disk'
      if (now - lookedAt >= DISK_LOOK || now < lookedAt) lookAtDisk()
      return diskIsShort ? 'disk' : undefined
    },
    load: () => ({ ...held, ageMs: oldestAt === undefined ? 0 : Math.max(0, clock() - oldestAt) }),
    keepLocks(locks) {
      const keep = database.prepare('INSERT OR REPLACE INTO locks (name, version, lock) VALUES (?, ?, ?)')
      database.exec('BEGIN IMMEDIATE')
      for (const lock of locks) keep.run(lock.contract.name, lock.contract.version, JSON.stringify(lock))
      database.exec('COMMIT')
      return readLocks(database)
    },
    forgetOld() {
      const today = epochDay(clock())
      if (today !== sliceDay) {
        sliceDay = today
        slice = 0
      }
      // A two-hundred-and-fifty-sixth at a time: the whole table in one go would hold up the answers.
      if (slice > 0xff) return
      const next = slice === 0xff ? Buffer.alloc(17, 0xff) : Buffer.from([slice + 1])
      forget.run(Buffer.from([slice]), next, today - limits.rememberedDays)
      slice++
    },
    tidy() {
      if (!closed && held.batches === 0) giveRoomBack()
    },
    close() {
      if (closed) return
      flush()
      if (held.batches === 0) giveRoomBack()
      closed = true
      database.close()
    },
  }
}

/** The contracts that an inbox has kept rows for. Throws when another process has it open. */
export function keptLocks(path: string): readonly Lock[] {
  const database = new DatabaseSync(path)
  try {
    return readLocks(database)
  } finally {
    database.close()
  }
}

function readLocks(database: DatabaseSync): readonly Lock[] {
  const kept = database.prepare('SELECT lock FROM locks').all() as { lock: string }[]
  return kept.map((row) => JSON.parse(row.lock) as Lock)
}

function addNote(
  notes: Map<string, { words: LedgerWords; count: OutcomeCount }>,
  { contract, version, source }: LedgerWords,
  { outcome, reason, count }: OutcomeCount,
): void {
  const key = JSON.stringify([contract, version, source, outcome, reason])
  const standing = notes.get(key)?.count.count ?? 0
  notes.set(key, { words: { contract, version, source }, count: { outcome, reason, count: standing + count } })
}

function batchHash(batch: string): Buffer {
  return hash('sha256', `plainsight-stored-batch/1\n${batch}`, 'buffer').subarray(0, 16)
}

function epochDay(time: number): number {
  return Math.floor(time / 86_400_000)
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    // A folder that cannot be asked is not full; the commit itself will tell.
    return Number.POSITIVE_INFINITY
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error'
}
