import { previewClaim } from '../sender/preview-claim.ts'
import { waitingBatches } from '../sender/run-sender.ts'
import { dayOf } from './day.ts'
import { claimShape } from './sender-job-of.ts'
import type { Session } from './session.ts'
import { sinkFolders } from './sink-list.ts'
import type { StateFiles } from './state-files.ts'
import type { Preview } from './telemetry-types.ts'
import { folderOf, tidyState } from './tidy-state.ts'

/**
 * Exactly what would leave. The name of the next claim is noted, so that the batches have the ids they were shown with; nothing is
 * claimed. Where nothing may leave there is nothing to show.
 */
export function previewOf(session: Session, files: StateFiles): Preview {
  session.obey()
  if (session.watch.consent.state !== 'on') return { batches: [], unfinished: [] }
  const { disk } = session.world
  const memory = tidyState(session, files) ?? session.memory()
  const shape = claimShape(session, files, memory.next)
  if (memory.next === undefined) disk.write(files.sender, JSON.stringify({ ...memory, next: shape.claim }), 'latin1')
  const { batches, unfinished } = previewClaim(
    folderOf(disk, files),
    shape,
    dayOf(session.clock()),
    new Set(memory.drift),
  )
  // What waits for a sink alone would leave as well; what waits for several is one text.
  const waiting = sinkFolders(disk, files).flatMap((place) =>
    waitingBatches(folderOf(disk, place)).map(([, , body]) => Buffer.from(body, 'latin1').toString('utf8')),
  )
  return { batches: [...new Set([...waiting, ...batches])], unfinished }
}
