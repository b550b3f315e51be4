import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TRACE_WORDS } from './kit-trace.ts'

/** What a run left. */
export interface KitRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** True where it had to be ended. */
  readonly late: boolean
  /** Its system calls; undefined where it was not traced. */
  readonly trace: string | undefined
}

/** How one run differs from the others. */
export interface KitRunSetting {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
}

/** A machine that is made up for one test: a home, a folder for what is temporary, and nothing of this process's environment. */
export interface KitMachine {
  readonly folder: string
  readonly home: string
  readonly temporary: string
  run(setting: KitRunSetting): Promise<KitRun>
  remove(): void
}

/** What programs need to be found and to speak; nothing of it says that telemetry may not be on. */
const TAKEN_ALONG = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
]

/**
 * Furnishes a machine.
 * @param home the name of its home folder, which may be one that must not be told
 * @param own variables that every run has
 * @param traced whether system calls are written down
 * @param limitMs when a run is ended
 */
export function kitMachine(
  home: string,
  own: { readonly [name: string]: string },
  traced: boolean,
  limitMs: number,
): KitMachine {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plainsight-kit-')))
  const machine = { folder, home: join(folder, home), temporary: join(folder, 'temporary') }
  mkdirSync(machine.home)
  mkdirSync(machine.temporary)
  const base: { [name: string]: string } = {
    HOME: machine.home,
    USERPROFILE: machine.home,
    TMPDIR: machine.temporary,
    TMP: machine.temporary,
    TEMP: machine.temporary,
    TERM: 'dumb',
    NO_COLOR: '1',
  }
  for (const name of TAKEN_ALONG) if (process.env[name] !== undefined) base[name] = process.env[name]
  let runs = 0
  return {
    ...machine,
    async run({ command, cwd, env }) {
      const file = join(folder, `trace-${++runs}`)
      const words = traced ? [...TRACE_WORDS, '-o', file, ...command] : command
      const ended = await runToEnd(words, cwd, { ...base, ...own, ...env }, limitMs)
      const trace = traced && existsSync(file) ? readFileSync(file, 'utf8') : undefined
      rmSync(file, { force: true })
      return { ...ended, trace }
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Every file below a folder with its bytes, as text of single bytes; folders have none. */
export function filesBelow(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return new Map(names.map((name) => [name, bytesOf(join(folder, name))]))
}

function bytesOf(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'latin1') : ''
  } catch {
    return ''
  }
}

function runToEnd(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: { readonly [name: string]: string },
  limitMs: number,
): Promise<Omit<KitRun, 'trace'>> {
  return new Promise((resolve) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let stdout = ''
    let stderr = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL')
      } catch {
        child.kill('SIGKILL')
      }
    }, limitMs)
    child.stdout.setEncoding('latin1').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('latin1').on('data', (text: string) => (stderr += text))
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: null, stdout, stderr: error.message, late })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr, late })
    })
  })
}
