// What only a process that waits, is idle, or shows what would leave needs: loaded when it is used, so that it costs no start-up.
import type { Preview } from '../core/telemetry-types.ts'
import { previewClaim } from '../sender/preview-claim.ts'
import { nodeSenderPorts } from '../sender/node-ports.ts'
import { runSender, type SendResult } from '../sender/run-sender.ts'
import type { SenderJob } from '../sender/sender-job.ts'

/**
 * Sends from this process.
 * @param path the state folder, with the separator at its end
 * @param interval time between attempts of one day, ms; 0 tries whatever was tried before
 * @param limit time for all of it, ms
 */
export function sendHere(
  job: SenderJob,
  path: string,
  now: () => number,
  hostAllows: () => boolean,
  interval: number,
  limit: number,
): Promise<SendResult> {
  return runSender(job, nodeSenderPorts(job.contract, path, now, hostAllows), interval, limit)
}

/** What would leave, read from the state folder. */
export function previewSpool(job: SenderJob, path: string, now: () => number): Preview {
  return previewClaim(
    job,
    nodeSenderPorts(job.contract, path, now, () => true),
  )
}
