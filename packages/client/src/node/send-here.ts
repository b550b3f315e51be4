// What only a process that waits, is idle, hands over, or shows what would leave needs: loaded when it is used.
import { senderJobOf } from '../core/sender-job-of.ts'
import { finishFolds } from '../core/fold-spool.ts'
import type { Session } from '../core/session.ts'
import type { StateFiles } from '../core/state-files.ts'
import type { FlushResult, Preview } from '../core/telemetry-types.ts'
import type { SendOccasion } from '../core/world.ts'
import { isDue } from '../sender/due.ts'
import { nodeSenderPorts } from '../sender/node-ports.ts'
import { previewClaim } from '../sender/preview-claim.ts'
import { runSender } from '../sender/run-sender.ts'

/** Between two sends of a process that lives: 6 h, give or take a quarter, so that a fleet does not send at once; ms. */
const SEND_EVERY = 21_600_000
/** Time for a send of a process that is idle, and of one that is ending, ms (protocol.md, Due). */
const IDLE_LIMIT = 5_000
const PARTING_LIMIT = 300

const busy = new WeakSet<Session>()

/** Sends from this process, once at a time. Never around consent: it is asked again before each request. */
export async function sendHere(session: Session, occasion: SendOccasion): Promise<FlushResult> {
  const { files, watch, clock, world } = session
  session.obey()
  if (files === undefined || watch.consent.state !== 'on' || busy.has(session)) return { taken: 0, dropped: 0, left: 0 }
  const interval =
    occasion === 'idle' ? SEND_EVERY * (0.75 + world.chance() / 2) : occasion === 'parting' ? Infinity : 0
  const limit = occasion === 'idle' ? IDLE_LIMIT : occasion === 'parting' ? PARTING_LIMIT : occasion
  busy.add(session)
  try {
    if (interval > 0 && !isDue(session.memory(), clock(), session.product, interval))
      return { taken: 0, dropped: 0, left: 0 }
    finishFolds(world.disk, files)
    const hostAllows = (): boolean => {
      session.obey()
      return watch.consent.state === 'on'
    }
    const ports = nodeSenderPorts(session.contract.name, files.at(''), clock, hostAllows)
    const [taken, dropped, left] = await runSender(senderJobOf(session), ports, interval, limit)
    return { taken, dropped, left }
  } finally {
    busy.delete(session)
  }
}

/** What would leave, read from the state folder; nothing where nothing may leave. */
export function previewSpool(session: Session, files: StateFiles): Preview {
  session.obey()
  if (session.watch.consent.state !== 'on') return { batches: [], unfinished: [] }
  finishFolds(session.world.disk, files)
  return previewClaim(
    senderJobOf(session),
    nodeSenderPorts(session.contract.name, files.at(''), session.clock, () => true),
  )
}
