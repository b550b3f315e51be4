import { refuse, type Answer } from '../answer.ts'
import { headerOf } from '../ingest-request.ts'
import type { Arrival } from '../passage.ts'

// A beacon of a page cannot say application/json without asking first, so text/plain is taken as JSON too.
const TYPE = /^(?:application\/json|text\/plain)\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

/** Refuses every type but JSON. */
export function checkType(value: Arrival): Arrival | Answer {
  return TYPE.test(headerOf(value.request, 'content-type')?.trim() ?? '') ? value : refuse('wrong-type')
}
