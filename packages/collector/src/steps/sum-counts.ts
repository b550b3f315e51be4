import { LIMITS } from '@plainsight/contract/judge'
import type { Desk } from '../desk.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/** Holds the rows of one id, day and key to the limit of one row, so that a count cannot be made larger by saying it in parts. */
export function sumCounts(value: Judged, { senders }: Desk): Judged {
  const { contract, day } = value.batch
  let over = false
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped' || !('count' in outcome.record) || outcome.record.id === undefined) return outcome
    const { name, id, by, count } = outcome.record
    // The judge keeps values in declared order, so equal keys are equal text.
    if (senders.takeSum(`${contract} ${day} ${name} ${id} ${JSON.stringify(by)}`, count, LIMITS.rowCount))
      return outcome
    over = true
    return { kind: 'dropped', reason: 'over-limit' }
  })
  return over ? { ...value, outcomes } : value
}
