import { findAgent } from '../core/agents.ts'
import { dayOf } from '../core/day.ts'
import type { Env } from '../core/env-words.ts'
import { isAnyPlaceDue, senderJobOf } from '../core/sender-job-of.ts'
import type { Session } from '../core/session.ts'
import type { StateFiles } from '../core/state-files.ts'
import { senderSource } from '../generated/sender.gen.ts'
import { canDetach } from './can-detach.ts'
import { parseJson } from '../sender/parse-json.ts'
import type { SenderJob } from '../sender/sender-job.ts'

/** What a sender's process sees of the environment: the system's own, proxies and certificates. Never NODE_OPTIONS, which would run host code. */
const PASSED =
  /^(?:PATH|HOME|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|WINDIR|TEMP|TMP|TMPDIR|LANG|LC_ALL|(?:HTTPS?|NO|ALL)_PROXY|NODE_EXTRA_CA_CERTS|NODE_USE_ENV_PROXY|SSL_CERT_(?:FILE|DIR))$/i

/** The environment of a detached sender. */
export function senderEnv(env: Env): { [name: string]: string } {
  const passed: { [name: string]: string } = { PLAINSIGHT_SENDER: '1' }
  for (const name of Object.keys(env)) if (PASSED.test(name) && env[name] !== undefined) passed[name] = env[name]
  return passed
}

/** A job that was written less than this long ago has its sender still at work, ms. */
const JUST_NOW = 5_000

/**
 * Hands over to the detached sender: a child that outlives this process, is not waited for, and reads a job in the state folder.
 * Starts none where one was started a moment ago for the same day: it has not had the time to say so.
 */
export function handOver(session: Session, files: StateFiles): void {
  const { clock, world } = session
  const { disk, env } = world
  // In an agent's sandbox a request asks the person behind it for leave: what it counted waits for a run of somebody else.
  if (findAgent(env) !== undefined) return
  if (!canDetach()) return
  const wish = { interval: Infinity, urgent: session.urgent, data: true, functions: false }
  // A single executable would start the tool itself once more; most have another name, which was looked at before.
  const sea = process.getBuiltinModule('node:sea') as { isSea?: () => boolean } | undefined
  if (sea?.isSea?.() === true) return
  const last = disk.look(files.job)
  if (last !== undefined && Math.abs(Date.now() - last.mtimeMs) < JUST_NOW) {
    const told = parseJson<SenderJob>(disk.read(files.job))?.now ?? 0
    if (dayOf(told) === dayOf(clock())) return
  }
  if (!session.urgent && !isAnyPlaceDue(session, files)) return
  const job = senderJobOf(session, files, wish)
  if (job === undefined) return
  session.urgent = false
  disk.write(files.job, JSON.stringify(job))
  const child = process.getBuiltinModule('node:child_process').spawn(process.execPath, ['-e', senderSource], {
    cwd: files.folder,
    detached: true,
    env: senderEnv(env),
    stdio: 'ignore',
    windowsHide: true,
  })
  child.on('error', () => {})
  child.unref()
}
