import { cutBatches } from '../sender/cut-batches.ts'
import { foldLines } from '../sender/fold-lines.ts'
import { senderJobOf } from './sender-job-of.ts'
import type { Session } from './session.ts'

/**
 * The bodies of the batches that lines would become, one a line: what `P_TELEMETRY_DEBUG` prints. Without an id, since none may be
 * made for it.
 */
export function unsentText(session: Session, lines: string): string {
  const binary = Buffer.from(lines).toString('latin1')
  const [groups] = foldLines([[binary, 0, '']], '9999-12-31', new Set())
  const none = '00000000-0000-8000-8000-000000000000'
  const batches = cutBatches(
    groups,
    senderJobOf(session),
    () => undefined,
    () => none,
  )
  return batches.map(([, body]) => `${Buffer.from(body, 'latin1').toString('utf8')}\n`).join('')
}
