import { variablePrefix } from '@plainsight/codegen'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from './desk.ts'
import type { DeskServer } from './desk-server.ts'
import type { Terminal } from './terminal.ts'

/** What came of a watched command. */
export type Watched =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'failed'; readonly message: string }

/** The spool is looked at so often while the command runs, ms. */
const LOOK_EVERY = 300

/**
 * Runs a command with telemetry on in a state folder of its own, and lets the desk see what it records: while it runs, and whole when
 * it has ended. The machine's real choices, counters and ids are not touched; what forbids counting (DO_NOT_TRACK, a policy)
 * still does.
 * @param quiet whether what the command prints goes to standard error, since standard output is for a program to read
 */
export async function watchCommand(
  terminal: Terminal,
  desk: Desk,
  server: DeskServer,
  command: readonly string[],
  quiet: boolean,
): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-dev-'))
  const names = [...desk.contracts.keys()]
  const look = (): void => names.forEach((name) => desk.seeSpool(name, spoolText(join(folder, name))))
  const timer = setInterval(look, LOOK_EVERY)
  try {
    const env: { [name: string]: string } = { PLAINSIGHT_DESK: server.variable }
    for (const name of names) {
      const prefix = variablePrefix(name)
      env[`${prefix}_TELEMETRY`] = '1'
      env[`${prefix}_TELEMETRY_DIR`] = join(folder, name)
      env[`${prefix}_TELEMETRY_ENDPOINT`] = server.url
    }
    const code = await runToEnd(terminal, command, env, quiet)
    clearInterval(timer)
    if (typeof code === 'string') return { kind: 'failed', message: code }
    for (const name of names) desk.closeSpool(name, spoolText(join(folder, name)))
    return { kind: 'ended', code }
  } finally {
    clearInterval(timer)
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

function spoolText(folder: string): string {
  try {
    const files = readdirSync(folder).filter((file) => /^(pending|local)\.jsonl$/.test(file))
    return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  } catch {
    return ''
  }
}

function runToEnd(
  terminal: Terminal,
  [program = '', ...args]: readonly string[],
  env: { readonly [name: string]: string },
  quiet: boolean,
): Promise<number | string> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: terminal.cwd,
      stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    // Ctrl-C reaches the child by itself; what is sent to this process alone is handed on. This one still shows what was left.
    const wait = (): void => {}
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal)
    process.on('SIGINT', wait)
    process.on('SIGTERM', handOn)
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ENOENT'
          ? `There is no program ${program} to start.`
          : `${program} could not be started: ${error.message}.`,
      ),
    )
    child.on('close', (code) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', handOn)
      resolve(code ?? 1)
    })
  })
}
