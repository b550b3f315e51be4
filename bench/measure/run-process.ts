import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folder of the small programs that are measured as processes of their own. */
export const subjects: string = join(import.meta.dirname, '..', 'subjects')

/** A folder that is gone when the work is done, whatever became of it. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result> | Result): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * The environment of a measured process: nothing but what is named. Whatever the machine sets is left out, above all
 * NODE_EXTRA_CA_CERTS (it adds tens of milliseconds to a start), NODE_OPTIONS, and signs of CI, which turn telemetry off.
 */
export function bareEnvironment(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true })
  return { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: join(home, 'state'), LANG: 'C.UTF-8', ...more }
}

/** What a measured process did. */
export interface Ran {
  /** From before its start until it was gone. */
  readonly ms: number
  readonly output: string
}

/** What a measured process is given. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[]
  /** Also keep its standard output; costs a pipe. */
  readonly read?: boolean
  readonly limitMs?: number
}

/** Runs a program on this Node and waits for it. Throws when it fails or is still there after `limitMs` (default two minutes). */
export function runNode(file: string, args: readonly string[], options: RunOptions): Ran {
  const { env, nodeFlags = [], read = false, limitMs = 120_000 } = options
  const started = process.hrtime.bigint()
  const { status, signal, error, stdout, stderr } = spawnSync(process.execPath, [...nodeFlags, file, ...args], {
    env,
    stdio: ['ignore', read ? 'pipe' : 'ignore', read ? 'pipe' : 'ignore'],
    timeout: limitMs,
    maxBuffer: 64 * 1_048_576,
  })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (status !== 0)
    throw new Error(`${file} ended with ${signal ?? status}: ${stderr === null ? '' : stderr.toString()}`, {
      cause: error,
    })
  return { ms, output: read ? stdout.toString() : '' }
}

/** Runs a program that prints one JSON value, and gives that. */
export function runForFigures<Figures>(file: string, args: readonly string[], options: RunOptions): Figures {
  return JSON.parse(runNode(file, args, { ...options, read: true }).output) as Figures
}

/** Runs a program on this Node while this process goes on, which may be its endpoint. Whatever its exit code. */
export function runApart(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [file], { env, stdio: 'ignore', timeout: 120_000, killSignal: 'SIGKILL' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve())
  })
}
