import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { StartOrder, StartReport } from './child/start-order.ts'

/** A child that is ready to be asked. */
export interface RunningChild {
  readonly kind: 'ready'
  readonly pid: number
  readonly version: string
  /** Settles when the process is gone and its pipes are closed; gives one sentence about why. */
  readonly gone: Promise<string>
  /** Lets it finish what it writes and end itself. */
  letGo(): void
  /** Ends it now. */
  kill(): void
}

/** A child that did not become ready, and is gone. */
export interface FailedChild {
  readonly kind: 'failed'
  readonly reason: 'locked' | 'chdb-missing' | 'folder' | 'engine'
  readonly why: string
}

/** Threads for the engine's calls: each that runs holds one; the rest is for files and names. */
const THREADS = 16

/** How long the engine may take to open its folder: five seconds are the budget at ten million rows. */
const START_MS = 60_000

/**
 * Starts the child and waits until it is ready or gone. Its environment is empty but for two words: nothing of the server's is handed
 * down, and NODE_OPTIONS in particular would run somebody else's code in it.
 * @param file the child's program
 */
export async function startChild(file: URL, order: StartOrder): Promise<RunningChild | FailedChild> {
  const child = spawn(process.execPath, ['--title=plainsight-store', fileURLToPath(file)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { UV_THREADPOOL_SIZE: String(THREADS), TZ: 'UTC' },
    windowsHide: true,
  })
  const said = collect(child)
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(order)}\n`)
  const gone = new Promise<string>((resolve) => {
    child.once('error', (cause) => resolve(`The store's process could not be started: ${cause.message}.`))
    // `close` and not `exit`: only then is everything read that the process said.
    child.once('close', (code, signal) => resolve(`The store's process ended (${signal ?? code}).${said.errors()}`))
  })
  const slow = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const first = await Promise.race([said.report, gone])
  clearTimeout(slow)
  if (typeof first === 'object' && first.kind === 'ready' && child.pid !== undefined) {
    return {
      kind: 'ready',
      pid: first.pid,
      version: first.version,
      gone,
      letGo: () => child.stdin.end(),
      kill: () => child.kill('SIGKILL'),
    }
  }
  child.stdin.end()
  const end = await gone
  if (/Cannot lock file/.test(said.errors())) return { kind: 'failed', reason: 'locked', why: LOCKED(order.folder) }
  if (typeof first === 'string') return { kind: 'failed', reason: 'engine', why: end }
  if (first.kind === 'failed' && first.reason === 'chdb-missing')
    return { kind: 'failed', reason: 'chdb-missing', why: CHDB_MISSING }
  const why = first.kind === 'failed' ? first.why : end
  return { kind: 'failed', reason: first.kind === 'failed' ? first.reason : 'engine', why: `${why}${said.errors()}` }
}

const CHDB_MISSING =
  'The embedded store needs the optional package chdb (Linux with glibc, or macOS): run `npm install chdb`, or point --clickhouse at a ClickHouse server.'

function LOCKED(folder: string): string {
  return `Another process keeps its events in ${folder}: stop it first, or choose another folder.`
}

function collect(child: ChildProcess): { readonly report: Promise<StartReport>; readonly errors: () => string } {
  let heard = ''
  let errors = ''
  const report = new Promise<StartReport>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (heard.includes('\n')) return
      heard += text
      if (heard.includes('\n')) resolve(JSON.parse(heard.slice(0, heard.indexOf('\n'))) as StartReport)
    })
  })
  // The engine speaks only when something is badly wrong; the last two kilobytes say what.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000)
  })
  return { report, errors: () => (errors.trim() === '' ? '' : ` It said: ${errors.trim()}`) }
}
