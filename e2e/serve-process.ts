import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '../packages/cli/bin/plainsight.js')

/** A `plainsight serve` in a process of its own. */
export interface ServeProcess {
  readonly url: string
  readonly pid: number
  /** Milliseconds from the start of the process to its first line. */
  readonly readyMs: number
  /** The pid of the store's process; undefined while there is none. */
  storePid(): number | undefined
  /** What it has said on standard error. */
  said(): string
  kill(signal: 'SIGKILL' | 'SIGTERM'): void
  /** Settles when it is gone: its exit code, or the signal that ended it. */
  readonly gone: Promise<number | string>
}

/** Starts `plainsight serve` and waits for its first line. */
export async function startServe(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<ServeProcess> {
  const at = performance.now()
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const gone = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? '')),
  )
  const line = await Promise.race([firstLine(child), gone])
  const url = /^listening on (http:\/\/\S+)$/.exec(String(line))?.[1]
  if (url === undefined) throw new Error(`plainsight serve did not start (${line}): ${said}`)
  const pid = child.pid as number
  return {
    url,
    pid,
    readyMs: performance.now() - at,
    storePid: () => childrenOf(pid).find((id) => commandOf(id).includes('plainsight-store')),
    said: () => said,
    kill: (signal) => void child.kill(signal),
    gone,
  }
}

/** Whether a process is still there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      if (heard.includes('\n')) resolve(heard.slice(0, heard.indexOf('\n')))
    })
  })
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
