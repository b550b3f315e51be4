import type { Row } from './journal.ts'
import { linesOf } from './keep-rows.ts'
import { addPresence } from './presence.ts'
import type { Session } from './session.ts'
import { unsentText } from './unsent-text.ts'

/**
 * What `P_TELEMETRY_DEBUG` prints of rows: the batches they would become. Presence is in them as it would be, and not remembered;
 * ids are not, since none may be made for it.
 */
export function debugText(session: Session, rows: Row[]): string {
  const { contract, files, watch, world } = session
  const place = files ?? world.files()
  if (
    (contract.presence !== false || contract.environment !== undefined) &&
    !watch.consent.tagged &&
    place !== undefined
  )
    addPresence({ ...world.disk, write: () => {} }, place.presence, rows, session)
  return unsentText(session, linesOf(session, undefined, rows))
}
