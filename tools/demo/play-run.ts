import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Place } from './furnish-machine.ts'

/** What is told to a run besides its arguments. */
export interface RunSetting {
  /** The tool's entry. */
  readonly tool: string
  /** Where the machine's reports go. */
  readonly endpoint: string
  /** What the tool takes for the time, ms since 1970. */
  readonly now: number
  readonly terminal: boolean
  readonly killed: boolean
}

/** What a run left: exit code (null when it was killed), and its words. */
export interface RunResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the tool once as a process of its own, with the machine's home and nothing of this process's environment. */
export function playRun(place: Place, args: readonly string[], setting: RunSetting): Promise<RunResult> {
  const { tool, endpoint, now, terminal, killed } = setting
  const env = {
    PATH: process.env['PATH'],
    HOME: place.home,
    XDG_STATE_HOME: join(place.home, '.local', 'state'),
    TERM: 'dumb',
    ACME_NOW: new Date(now).toISOString(),
    ACME_TELEMETRY_ENDPOINT: endpoint,
    ...place.env,
  }
  const [program, ...words] = terminal ? atTerminal(tool, args) : [process.execPath, tool, ...args]
  return new Promise((resolve, reject) => {
    const child = spawn(program as string, words, { cwd: place.project, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const late = setTimeout(() => child.kill('SIGKILL'), 60_000)
    let out = ''
    let err = ''
    // A run that is to be killed has more to print than a pipe holds: nobody reads it, so it stands still in the middle.
    if (killed) child.stdout.once('readable', () => child.kill('SIGKILL'))
    else child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', reject)
    child.on('exit', (code) => {
      // What a killed run had printed is still in the pipe; nobody wants it.
      if (killed) child.stdout.destroy()
      clearTimeout(late)
      if (killed) resolve({ code, out, err })
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

/** Whether this machine has the program that gives a process a terminal (util-linux on Linux; macOS brings its own). */
export function hasTerminal(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'script')))
}

function atTerminal(tool: string, args: readonly string[]): string[] {
  const words = [process.execPath, tool, ...args]
  if (process.platform === 'darwin') return ['script', '-q', '/dev/null', ...words]
  return ['script', '-qec', words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' '), '/dev/null']
}
