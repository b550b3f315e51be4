import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a run of the command left. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The command as a checkout has it. */
export const BIN: string = fileURLToPath(new URL('../../bin/plainsight.js', import.meta.url))

/** Runs the command in a process of its own, without standard input, to its end or for 60 seconds at most. */
export function runPlainsight(
  cwd: string,
  args: readonly string[],
  env: { readonly [name: string]: string | undefined } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err })
    })
  })
}

/** A command that goes on until it is told to end. */
export interface Started {
  readonly url: string
  /** Everything on standard output so far. */
  out(): string
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the command and waits for its line `listening on http://…`; throws with its own words when it ends before. */
export function startPlainsight(cwd: string, args: readonly string[]): Promise<Started> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    const ended = new Promise<number | null>((told) => child.on('close', told))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const url = /^listening on (http:\S+)$/m.exec(out)?.[1]
      if (url === undefined) return
      resolve({
        url,
        out: () => out,
        stop(signal = 'SIGTERM') {
          child.kill(signal)
          return ended
        },
      })
    })
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${out}${err}`)))
  })
}
