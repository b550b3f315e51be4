import type { Env } from '../core/env-words.ts'
import { senderSource } from '../generated/sender.gen.ts'

/** What a sender's process sees of the environment: the system's own, proxies and certificates. Never NODE_OPTIONS, which would run host code. */
const PASSED =
  /^(?:PATH|HOME|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|WINDIR|TEMP|TMP|TMPDIR|LANG|LC_ALL|(?:HTTPS?|NO|ALL)_PROXY|NODE_EXTRA_CA_CERTS|NODE_USE_ENV_PROXY|SSL_CERT_(?:FILE|DIR))$/i

/** The environment of a detached sender. */
export function senderEnv(env: Env): { [name: string]: string } {
  const passed: { [name: string]: string } = { PLAINSIGHT_SENDER: '1' }
  for (const name of Object.keys(env)) if (PASSED.test(name) && env[name] !== undefined) passed[name] = env[name]
  return passed
}

/**
 * Whether a child can be started that is a plain Node: a single executable, Electron or a compiled Bun would start the tool itself
 * once more.
 */
export function canDetach(): boolean {
  const { versions, execPath } = process
  if (versions.electron !== undefined || versions.bun !== undefined || versions.deno !== undefined) return false
  if (!/(?:^|[\\/])node(?:js)?(?:\.exe)?$/i.test(execPath)) return false
  const sea = process.getBuiltinModule('node:sea') as { isSea?: () => boolean } | undefined
  return sea?.isSea?.() !== true
}

/** Starts the detached sender in the state folder, where its job lies. It outlives this process and is not waited for. */
export function startSender(folder: string, env: Env): void {
  const child = process.getBuiltinModule('node:child_process').spawn(process.execPath, ['-e', senderSource], {
    cwd: folder,
    detached: true,
    env: senderEnv(env),
    stdio: 'ignore',
    windowsHide: true,
  })
  child.on('error', () => {})
  child.unref()
}
