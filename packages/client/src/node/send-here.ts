// What only a process that sends by itself needs: loaded when it does.
import { senderJobOf } from '../core/sender-job-of.ts'
import type { Session } from '../core/session.ts'
import type { FlushResult } from '../core/telemetry-types.ts'
import { folderOf } from '../core/tidy-state.ts'
import type { SendOccasion } from '../core/world.ts'
import { isDue } from '../sender/due.ts'
import { postBatch } from '../sender/post-batch.ts'
import { FINAL, runSender, waitingBatches } from '../sender/run-sender.ts'

/** Between two sends of a process that lives: 6 h, give or take a quarter, so that a fleet does not send at once; ms. */
const SEND_EVERY = 21_600_000
/** Time for a send of a process that is idle, and of one that is ending, ms (protocol.md, Due). */
const IDLE_LIMIT = 5_000
const PARTING_LIMIT = 300
/** Attempts of one flush: after a batch that was too large its halves are sent too. */
const MOST_ATTEMPTS = 8

const NOTHING: FlushResult = { taken: 0, dropped: 0, left: 0 }

/** Sends from this process. Never around consent: it is asked again before each request. */
export async function sendHere(session: Session, occasion: SendOccasion): Promise<FlushResult> {
  const { files, watch, clock, world, product } = session
  if (files === undefined) return NOTHING
  const isFlush = typeof occasion === 'number'
  const interval = occasion === 'idle' ? SEND_EVERY * (0.75 + world.chance() / 2) : Infinity
  if (!isFlush && !isDue(session.memory(), clock(), product, interval)) return NOTHING
  const end = Date.now() + (isFlush ? occasion : occasion === 'idle' ? IDLE_LIMIT : PARTING_LIMIT)
  const statuses: number[] = []
  const ports = {
    fs: process.getBuiltinModule('fs'),
    path: files.at(''),
    now: clock,
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    post: postBatch,
    hostAllows() {
      session.obey()
      return watch.consent.state === 'on'
    },
  }
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const job = senderJobOf(session, files)
    if (job === undefined) break
    const answers = await runSender(job, ports, end - Date.now())
    statuses.push(...answers)
    if (!isFlush || !answers.includes(413)) break
  }
  const taken = statuses.filter((status) => status > 199 && status < 300).length
  const dropped = statuses.filter((status) => status !== 413 && FINAL.includes(status)).length
  return { taken, dropped, left: waitingBatches(folderOf(world.disk, files)).length }
}
