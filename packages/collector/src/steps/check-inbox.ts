import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Named } from '../passage.ts'

/** Seconds after which a client may ask again: a store that is back empties the inbox in minutes, a full disk takes people longer. */
export const FULL_RETRY_AFTER: { readonly [why in 'bytes' | 'age' | 'disk']: number } = {
  bytes: 300,
  age: 300,
  disk: 900,
}

/** Says no at once where nothing could be stored: a refusal that is early costs neither side anything. */
export function checkInbox(value: Named, { inbox }: Desk): Named | Answer {
  const why = inbox.closedBecause()
  return why === undefined ? value : refuse('inbox-full', undefined, FULL_RETRY_AFTER[why])
}
