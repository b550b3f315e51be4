import type { Session } from '../core/session.ts'
import { sendNow } from '../core/send-now.ts'
import type { FlushResult } from '../core/telemetry-types.ts'
import type { SendOccasion } from '../core/world.ts'
import { postBatch } from '../sender/post-batch.ts'

/** Sends from this process, by its own disk and network. */
export function sendHere(session: Session, occasion: SendOccasion): Promise<FlushResult> {
  const { files } = session
  if (files === undefined) return Promise.resolve({ taken: 0, dropped: 0, left: 0 })
  return sendNow(session, files, occasion, {
    fs: process.getBuiltinModule('fs'),
    path: files.at(''),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    post: postBatch,
  })
}
