import { claimIds } from '../sender/claim-ids.ts'
import { cutBatches } from '../sender/cut-batches.ts'
import { foldLines } from '../sender/fold-lines.ts'
import { claimShape } from './sender-job-of.ts'
import type { Session } from './session.ts'

/**
 * The bodies of the batches that lines would become, one a line: what `P_TELEMETRY_DEBUG` prints. Without an id, since none may be
 * made for it.
 */
export function unsentText(session: Session, lines: string): string {
  const binary = Buffer.from(lines).toString('latin1')
  const groups = foldLines([[binary, 0, '']], '9999-12-31', new Set())
  const shape = claimShape(session, undefined, undefined)
  const batches = cutBatches(groups, shape, claimIds(shape, undefined))
  return batches.map(([, body]) => `${Buffer.from(body, 'latin1').toString('utf8')}\n`).join('')
}
