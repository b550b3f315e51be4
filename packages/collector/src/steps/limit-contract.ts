import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Found } from '../passage.ts'

/** Counts the batches of a contract in this minute. */
export function limitContract(value: Found, { limits, senders }: Desk): Found | Answer {
  const wait = senders.takeBatch(`contract ${value.batch.contract}`, limits.contractBatchesPerMinute)
  return wait === 0 ? value : refuse('too-many', 'Too many batches of one contract; try again later.', wait)
}
