import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Announced } from '../passage.ts'

/** Counts the batches of a network in this minute. From here on the sender has a name that is no address. */
export function limitPrefix(
  value: Announced,
  { limits, senders }: Desk,
): (Announced & { readonly sender: string }) | Answer {
  const sender = senders.nameOf(value.request.address)
  const wait = senders.takeBatch(`prefix ${sender}`, limits.prefixBatchesPerMinute)
  if (wait > 0) return refuse('too-many', 'Too many batches from one network; try again later.', wait)
  return { ...value, sender }
}
