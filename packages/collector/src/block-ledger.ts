import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Drift } from '@plainsight/contract/judge'
import type { CollectorLimits } from './collector-limits.ts'
import type { BatchedRow, OutcomeCount } from './inbox-entry.ts'

/**
 * What one insert into the store is made of: the waiting batches of one contract from `low` to `high`, and of a single batch perhaps only
 * the rows from `first` to before `last`. Rows are never written a second time for it: a range names them, and the ranges stay until
 * the insert is done, so every try has the same content under the same token.
 */
export interface BlockPlan {
  readonly token: string
  readonly contract: string
  readonly low: number
  readonly high: number
  readonly first: number
  /** Before this row; the largest whole number where all are meant. */
  readonly last: number
  /** Batches that the store knew before this block was fixed: another collector took them. */
  readonly known: readonly string[]
  /** Whether its one row goes to quarantine because the store does not take it. */
  readonly quarantine: boolean
}

/** A batch, or with `batch` null counts without rows, as it waits. */
export interface WaitingBatch {
  readonly seq: number
  readonly contract: string
  readonly version: string
  readonly source: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly batch: string | null
  readonly content: string | null
  readonly answer: string | null
  readonly day: string | null
  readonly actor: string | null
  readonly rows: readonly BatchedRow[]
  readonly outcomes: readonly OutcomeCount[]
  readonly drift: readonly Drift[]
}

/** What the drain may do with the inbox. */
export interface BlockLedger {
  /** Contracts of which something waits. */
  contracts(): readonly string[]
  /** The block of a contract that is being tried; undefined when none is. */
  open(contract: string): BlockPlan | undefined
  /** The oldest waiting batches of a contract that fit into one block: their ids, and the range that they lie in. */
  next(
    contract: string,
  ): { readonly low: number; readonly high: number; readonly batches: readonly string[] } | undefined
  /** Fixes a block over such a range. */
  fix(contract: string, range: { readonly low: number; readonly high: number }, known: readonly string[]): BlockPlan
  /** What a block is made of, some batches at a time: a whole one at once would hold up the answers and fill the memory. */
  pages(plan: BlockPlan): Iterable<readonly WaitingBatch[]>
  /** The block is in the store: what it is made of goes. */
  finish(plan: BlockPlan): void
  /**
   * The store refuses the block's content: two smaller ones take its place, each with a token of its own; of a single row, one that
   * goes to quarantine. A block of quarantine, or without any row, is given up and its parts with it.
   * @returns what was done
   */
  split(plan: BlockPlan): 'split' | 'quarantined' | 'given-up'
}

const ALL = Number.MAX_SAFE_INTEGER
/** A page is what is read and encoded between two turns of the loop: a millisecond or two. */
const PAGE = { rows: 200, batches: 100 } as const

interface PlanRow extends Omit<BlockPlan, 'known' | 'quarantine'> {
  readonly known: string
  readonly quarantine: number
}
interface BatchRow extends Omit<WaitingBatch, 'rows' | 'outcomes' | 'drift'> {
  readonly rows: string
  readonly outcomes: string
  readonly drift: string
}

/** Makes the drain's side of an open inbox. */
export function createBlockLedger(
  database: DatabaseSync,
  {
    limits,
    onRemoved,
  }: {
    readonly limits: CollectorLimits
    readonly onRemoved: (removed: { batches: number; rows: number; bytes: number }) => void
  },
): BlockLedger {
  const contracts = database.prepare('SELECT DISTINCT contract FROM pending')
  const openOnes = database.prepare('SELECT * FROM blocks WHERE contract = ? ORDER BY low, first LIMIT 1')
  const heads = database.prepare('SELECT seq, size, batch FROM pending WHERE contract = ? ORDER BY seq LIMIT ?')
  const page = database.prepare('SELECT * FROM pending WHERE contract = ? AND seq BETWEEN ? AND ? ORDER BY seq')
  const sizes = database.prepare(
    'SELECT seq, size FROM pending WHERE contract = ? AND seq BETWEEN ? AND ? ORDER BY seq',
  )
  const add = database.prepare(
    'INSERT INTO blocks (token, contract, low, high, first, last, known, quarantine) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const drop = database.prepare('DELETE FROM blocks WHERE token = ?')
  const others = database.prepare('SELECT count(*) AS n FROM blocks WHERE contract = ? AND low <= ? AND high >= ?')
  const sums = database.prepare(
    `SELECT count(batch) AS batches, coalesce(sum(size), 0) AS rows, coalesce(sum(length(rows)), 0) AS bytes
     FROM pending WHERE contract = ? AND seq BETWEEN ? AND ?`,
  )
  const remove = database.prepare('DELETE FROM pending WHERE contract = ? AND seq BETWEEN ? AND ?')

  function inTransaction<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  function put(plan: Omit<BlockPlan, 'token'>): BlockPlan {
    const token = randomUUID()
    const { contract, low, high, first, last, known, quarantine } = plan
    add.run(token, contract, low, high, first, last, JSON.stringify(known), quarantine ? 1 : 0)
    return { token, ...plan }
  }

  function finish({ token, contract, low, high }: BlockPlan): void {
    const removed = inTransaction(() => {
      drop.run(token)
      // Of a batch that was split by rows other parts may still be under way.
      if ((others.get(contract, high, low) as { n: number }).n > 0) return undefined
      const gone = sums.get(contract, low, high) as { batches: number; rows: number; bytes: number }
      remove.run(contract, low, high)
      return gone
    })
    if (removed !== undefined) onRemoved(removed)
  }

  return {
    contracts: () => (contracts.all() as { contract: string }[]).map((row) => row.contract),
    open(contract) {
      const row = openOnes.get(contract) as PlanRow | undefined
      if (row === undefined) return undefined
      return { ...row, known: JSON.parse(row.known) as string[], quarantine: row.quarantine === 1 }
    },
    next(contract) {
      const batches: string[] = []
      let low: number | undefined
      let high = 0
      let rows = 0
      for (const head of heads.all(contract, limits.blockBatches) as {
        seq: number
        size: number
        batch: string | null
      }[]) {
        if (low !== undefined && rows + head.size > limits.blockRows) break
        low ??= head.seq
        high = head.seq
        rows += head.size
        if (head.batch !== null) batches.push(head.batch)
      }
      return low === undefined ? undefined : { low, high, batches }
    },
    fix: (contract, { low, high }, known) =>
      inTransaction(() => put({ contract, low, high, first: 0, last: ALL, known, quarantine: false })),
    *pages({ contract, low, high }) {
      const held = sizes.all(contract, low, high) as { seq: number; size: number }[]
      for (let from = 0, to = 0; from < held.length; from = to) {
        let rows = 0
        while (to < held.length && rows < PAGE.rows && to - from < PAGE.batches)
          rows += (held[to++] as { size: number }).size
        const first = (held[from] as { seq: number }).seq
        const last = (held[to - 1] as { seq: number }).seq
        yield (page.all(contract, first, last) as unknown as BatchRow[]).map(parseRow)
      }
    },
    finish,
    split(plan) {
      const { contract, low, high, first, known } = plan
      const held = sizes.all(contract, low, high) as { seq: number; size: number }[]
      const only = held.length === 1 ? held[0] : undefined
      const last = only === undefined ? plan.last : Math.min(plan.last, only.size)
      const rows = only === undefined ? 0 : last - first
      if (plan.quarantine || held.length === 0 || (only !== undefined && rows < 1)) {
        finish(plan)
        return 'given-up'
      }
      return inTransaction(() => {
        drop.run(plan.token)
        if (only === undefined) {
          const middle = Math.ceil(held.length / 2)
          const before = (held[middle - 1] as { seq: number }).seq
          const after = (held[middle] as { seq: number }).seq
          put({ ...plan, high: before })
          put({ ...plan, low: after })
          return 'split'
        }
        if (rows === 1) {
          put({ ...plan, first, last, quarantine: true })
          return 'quarantined'
        }
        const middle = first + Math.ceil(rows / 2)
        put({ contract, low, high, first, last: middle, known, quarantine: false })
        put({ contract, low, high, first: middle, last, known, quarantine: false })
        return 'split'
      })
    },
  }
}

function parseRow(row: BatchRow): WaitingBatch {
  return {
    ...row,
    rows: JSON.parse(row.rows) as BatchedRow[],
    outcomes: JSON.parse(row.outcomes) as OutcomeCount[],
    drift: JSON.parse(row.drift) as Drift[],
  }
}
