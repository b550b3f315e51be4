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
import { createLinePile, type LinePile } from './line-pile.ts'
import { dayOf, minuteOf } from './utc-day.ts'

/**
 * Makes the block that a plan names: events, what became of every record, drift, and last the batches themselves. The same plan gives
 * the same bytes at every try.
 * @param spare piles to be used again: taken from it, and put back empty. The block's bytes are theirs, and good until the next block:
 *   by then the store has all of this one, or nothing but a piece under the same token, which is filled in with the same bytes
 * @returns the block, and how many events are in it
 */
export async function buildBlock(
  plan: BlockPlan,
  pages: Iterable<readonly WaitingBatch[]>,
  store: Pick<Store, 'encodeBlock'>,
  spare: LinePile[],
): Promise<{ readonly block: Block; readonly events: number }> {
  const known = new Set(plan.known)
  const outcomes = new Map<string, OutcomeRow>()
  const drift = new Map<string, DriftRow>()
  const answered: BatchRow[] = []
  const last = new Map<string, LinePile>()
  const quarantine: QuarantineRow[] = []
  const piles = new Map<string, LinePile>()

  for (const page of pages) {
    for (const held of page) add(held)
    const { block } = store.encodeBlock({ contract: plan.contract, batches: answered.splice(0) }, plan.token)
    for (const { table, body } of block.parts) pileOf(last, table, spare).add(body)
    // Now the answers have their turn.
    await nextTurn()
  }

  function add(held: WaitingBatch): void {
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
      return
    }
    if (known.has(batch)) {
      if (leads)
        count(
          'duplicate',
          'duplicate',
          held.outcomes.reduce((sum, noted) => sum + noted.count, held.rows.length),
        )
      return
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
      for (const { table, body } of block.parts) pileOf(piles, table, spare).add(body)
      for (const { index, why } of refused) keepOut(rows[index] as EventRow, why)
      count('stored', '', rows.length - refused.length)
    }
    if (leads) {
      for (const noted of held.outcomes) count(noted.outcome, noted.reason, noted.count)
      for (const [event, field, reason] of held.drift) {
        const row = { day, contract, version, event, field, reason, machines: 0 }
        const key = JSON.stringify(row)
        drift.set(key, { ...row, machines: (drift.get(key)?.machines ?? 0) + 1 })
      }
      answered.push({ batch, content, answer, day: dayOf(at) })
    }
  }

  const rest = store.encodeBlock(
    { contract: plan.contract, outcomes: [...outcomes.values()], drift: [...drift.values()], quarantine },
    plan.token,
  )
  const events = partsOf(piles)
  // The batches come last: once they are there, everything that they stand for is.
  const parts = [...events, ...rest.block.parts, ...partsOf(last)]
  for (const pile of [...piles.values(), ...last.values()]) {
    pile.clear()
    spare.push(pile)
  }
  return {
    block: { contract: plan.contract, token: plan.token, parts },
    events: events.reduce((sum, part) => sum + part.rows, 0),
  }
}

function partsOf(piles: ReadonlyMap<string, LinePile>): readonly BlockPart[] {
  return [...piles].map(([table, pile]) => ({ table, rows: pile.rows(), body: pile.ordered() }))
}

function pileOf(piles: Map<string, LinePile>, table: string, spare: LinePile[]): LinePile {
  const pile = piles.get(table) ?? spare.pop() ?? createLinePile()
  piles.set(table, pile)
  return pile
}
