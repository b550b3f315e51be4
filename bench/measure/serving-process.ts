import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A server in a process of its own. */
export interface Serving {
  readonly pid: number
  readonly port: number
  /** From its start until it said that it listens, ms. */
  readonly readyMs: number
  /** Waits until everything that it took is where it belongs. */
  readonly drain: () => Promise<void>
  /** Ends it and waits for that. */
  readonly close: () => Promise<void>
}

/** Starts a server that says `listening on URL`, answers `drain` by a line, and ends with its standard input. */
export async function startServing(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeFlags: readonly string[] = [],
): Promise<Serving> {
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, file, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async (): Promise<string> => {
    const next = await lines.next()
    if (next.done === true) throw new Error(`${file} ended before it answered`)
    return next.value
  }
  const address = /:(\d+)$/.exec(await line())
  if (address === null || child.pid === undefined) throw new Error(`${file} never said where it listens`)
  return {
    pid: child.pid,
    port: Number(address[1]),
    readyMs: performance.now() - started,
    async drain() {
      child.stdin.write('drain\n')
      const answer = await line()
      if (answer !== 'drained') throw new Error(answer)
    },
    async close() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(late)
    },
  }
}
