import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type {
  BatchRow,
  Block,
  BlockPart,
  DriftRow,
  EventRow,
  OutcomeRow,
  QuarantineRow,
  Store,
} from '@plainsight/store'
import type { BlockPlan, WaitingBatch } from './block-ledger.ts'
import { dayOf, minuteOf } from './utc-day.ts'

/** Rows encoded before the loop gets a turn: a millisecond or two of work. */
const ROWS_A_TURN = 200

/**
 * Makes the block that a plan names: events, what became of every record, drift, and last the batches themselves. The same plan gives
 * the same bytes at every try.
 */
export async function buildBlock(
  plan: BlockPlan,
  waiting: readonly WaitingBatch[],
  store: Pick<Store, 'encodeBlock'>,
): Promise<Block> {
  const known = new Set(plan.known)
  const outcomes = new Map<string, OutcomeRow>()
  const drift = new Map<string, DriftRow>()
  const batches: BatchRow[] = []
  const quarantine: QuarantineRow[] = []
  const lines = new Map<string, string[]>()
  let encoded = 0

  for (const held of waiting) {
    const { contract, version, source, at, batch, content, answer, day, actor } = held
    const count = (outcome: string, reason: string, records: number): void => {
      if (records === 0) return
      const row = { minute: minuteOf(at), contract, version, source, outcome, reason, count: 0 }
      const key = JSON.stringify(row)
      outcomes.set(key, { ...row, count: (outcomes.get(key)?.count ?? 0) + records })
    }
    // What belongs to the batch as a whole goes with the part that holds its first row.
    const leads = plan.first === 0
    if (batch === null || content === null || answer === null || day === null || actor === null) {
      for (const noted of held.outcomes) count(noted.outcome, noted.reason, noted.count)
      continue
    }
    if (known.has(batch)) {
      if (leads)
        count(
          'duplicate',
          'duplicate',
          held.outcomes.reduce((sum, noted) => sum + noted.count, held.rows.length),
        )
      continue
    }
    const rows = held.rows
      .slice(plan.first, plan.last)
      .map((row): EventRow => ({ ...row, version, day, source, actor }))
    const keepOut = (row: EventRow, rule: string): void => {
      const digest = hash('sha256', JSON.stringify(row), 'hex').slice(0, 32)
      quarantine.push({ day: dayOf(at), contract, reason: 'unstorable', rule, digest })
      count('quarantined', '', 1)
    }
    if (plan.quarantine) for (const row of rows) keepOut(row, 'refused by the store')
    else {
      const { block, refused } = store.encodeBlock({ contract, events: rows }, plan.token)
      for (const { table, body } of block.parts) collectLines(lines, table, body)
      for (const { index, why } of refused) keepOut(rows[index] as EventRow, why)
      count('stored', '', rows.length - refused.length)
      encoded += rows.length
    }
    if (leads) {
      for (const noted of held.outcomes) count(noted.outcome, noted.reason, noted.count)
      for (const [event, field, reason] of held.drift) {
        const row = { day, contract, version, event, field, reason, machines: 0 }
        const key = JSON.stringify(row)
        drift.set(key, { ...row, machines: (drift.get(key)?.machines ?? 0) + 1 })
      }
      batches.push({ batch, content, answer, day: dayOf(at) })
    }
    if (encoded >= ROWS_A_TURN) {
      encoded = 0
      await nextTurn()
    }
  }

  const rest = store.encodeBlock(
    { contract: plan.contract, outcomes: [...outcomes.values()], drift: [...drift.values()], quarantine, batches },
    plan.token,
  )
  // Sorted by content: nothing of the order in which rows arrived is stored.
  const events = [...lines].map(([table, held]): BlockPart => {
    held.sort()
    return { table, rows: held.length, body: `${held.join('\n')}\n` }
  })
  return { contract: plan.contract, token: plan.token, parts: [...events, ...rest.block.parts] }
}

function collectLines(lines: Map<string, string[]>, table: string, body: string): void {
  const held = lines.get(table) ?? []
  lines.set(table, held)
  for (const line of body.split('\n')) if (line !== '') held.push(line)
}
