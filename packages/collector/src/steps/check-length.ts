import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import { headerOf } from '../ingest-request.ts'
import type { Announced, Arrival } from '../passage.ts'

/** Wants a length, one, and not too large. What it says proves nothing: the reader counts for itself. */
export function checkLength(
  value: Arrival & { readonly packed: boolean },
  { limits }: Pick<Desk, 'limits'>,
): Announced | Answer {
  const length = headerOf(value.request, 'content-length')
  if (length === undefined || headerOf(value.request, 'transfer-encoding') !== undefined) return refuse('no-length')
  if (!/^\d{1,15}$/.test(length)) return refuse('malformed', 'The Content-Length is not a number of bytes.')
  if (Number(length) > limits.wireBytes)
    return refuse('too-large', `The body is larger than ${limits.wireBytes} bytes.`)
  return { ...value, length: Number(length) }
}
