import type { Reason } from '@plainsight/contract/judge'
import { answerTaken, refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { OutcomeCount } from '../inbox-entry.ts'
import type { RecordOutcome, Rowed } from '../passage.ts'
import { FULL_RETRY_AFTER } from './check-inbox.ts'

/** Stores the batch, and only then answers that it is stored. */
export async function commitBatch(value: Rowed, { inbox }: Desk): Promise<Answer> {
  const { batch, content, actor, rows, outcomes, drift } = value
  const rejected = outcomes.flatMap((outcome, index) =>
    outcome.kind === 'dropped' ? [{ index, reason: outcome.reason }] : [],
  )
  const answer = JSON.stringify({ accepted: rows.length, rejected, drift: drift.length })
  const { contract, version, source, day } = batch
  const committed = await inbox.commit({
    batch: batch.batch,
    content,
    answer,
    contract,
    version,
    source,
    day,
    actor,
    rows,
    drift,
    outcomes: countRefused(outcomes),
  })
  switch (committed.kind) {
    case 'committed':
      return answerTaken(answer)
    case 'repeated':
      return answerTaken(committed.answer)
    case 'full':
      return refuse('inbox-full', undefined, FULL_RETRY_AFTER.disk)
  }
}

function countRefused(outcomes: readonly RecordOutcome[]): readonly OutcomeCount[] {
  const counts = new Map<Reason, number>()
  for (const outcome of outcomes)
    if (outcome.kind === 'dropped') counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({
    outcome: reason === 'duplicate' ? 'duplicate' : 'refused',
    reason,
    count,
  }))
}
