import { claimIds } from './claim-ids.ts'
import { findMembers, readMembers } from './claim-spool.ts'
import { cutBatches } from './cut-batches.ts'
import { foldLines } from './fold-lines.ts'
import type { Folder } from './folder.ts'
import { waitingBatches } from './run-sender.ts'
import type { SenderJob } from './sender-job.ts'

/** A day after every other. */
const LAST = '9999-12-31'

/** Bodies that would leave now, and those that would follow when today is over. */
export interface ClaimPreview {
  readonly batches: readonly string[]
  readonly unfinished: readonly string[]
}

/**
 * The exact bodies that the next send would post under the name that the job gives the claim. Nothing is claimed.
 * @param drift what the first batch carries besides
 */
export function previewClaim(
  folder: Folder,
  job: Pick<SenderJob, 'claim' | 'contract' | 'events' | 'periods' | 'presence'>,
  today: string,
  drift: Set<string>,
): ClaimPreview {
  const [read] = folder
  const ids = claimIds(job, read('identity.json'))
  const members = readMembers(folder, findMembers(folder, today))
  const groups = foldLines(members, today, drift)
  for (const [, , , noted] of groups.values()) {
    for (const triple of drift) noted.add(triple)
    drift.clear()
  }
  const fresh = cutBatches(groups, job, ids)
  const later = new Map([...foldLines(members, LAST, new Set())].filter(([, [, day]]) => day >= today))
  return {
    batches: [...waitingBatches(folder).map(([, , body]) => body), ...fresh.map(([, body]) => body)].map(fromBytes),
    unfinished: cutBatches(later, job, ids).map(([, body]) => fromBytes(body)),
  }
}

function fromBytes(body: string): string {
  return Buffer.from(body, 'latin1').toString('utf8')
}
