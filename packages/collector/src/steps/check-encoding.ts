import { refuse, type Answer } from '../answer.ts'
import { headerOf } from '../ingest-request.ts'
import type { Arrival } from '../passage.ts'

/** Takes plain bodies and those that are packed once with gzip; refuses everything else, gzip in gzip too. */
export function checkEncoding(value: Arrival): (Arrival & { readonly packed: boolean }) | Answer {
  const encoding = headerOf(value.request, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity') return { ...value, packed: false }
  return encoding === 'gzip' ? { ...value, packed: true } : refuse('wrong-type')
}
