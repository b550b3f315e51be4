import { findAgent } from '../core/agents.ts'
import type { Session } from '../core/session.ts'
import { sendNow } from '../core/send-now.ts'
import type { FlushResult } from '../core/telemetry-types.ts'
import type { SendOccasion } from '../core/world.ts'
import { postBatch } from '../sender/post-batch.ts'

/** Sends from this process, by its own disk and network. */
export function sendHere(session: Session, occasion: SendOccasion): Promise<FlushResult> {
  const { files, options, world } = session
  // What an agent runs asks for no network that its host did not ask for: a sandbox would ask the person behind it.
  const isUnasked = occasion === 'parting' && options.send !== 'await' && findAgent(world.env) !== undefined
  if (files === undefined || isUnasked) return Promise.resolve({ taken: 0, dropped: 0, left: 0 })
  return sendNow(session, files, occasion, {
    fs: process.getBuiltinModule('fs'),
    path: files.at(''),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    post: postBatch,
  })
}
