// The process that owns the event store's folder. It is a process of its own because a folder belongs to one, because the engine's
// calls would occupy the server's thread pool, and because a query that hangs ends only with its process.
import { chmodSync, existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname } from 'node:path'
import { answerRequest } from './answer-request.ts'
import { engineError } from './engine-error.ts'
import { openEngine, type Engine } from './open-engine.ts'
import type { StartOrder, StartReport } from './start-order.ts'

process.title = 'plainsight-store'
// Everything made here is the owner's alone.
process.umask(0o077)
// Ctrl-C and a supervisor's SIGTERM reach every process of the server. The parent drains first and then lets go of us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

/** Bytes of a request's head: the values of a question are in its address, and ClickHouse takes 128 KiB of one value. */
const LARGEST_HEAD = 192 * 1024

let server: Server | undefined
let started: StartOrder | undefined
let inFlight = 0

// The parent holds the other end of standard input, and the system closes it however the parent ends: no orphan ever.
let line = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => {
  line += text
  const end = line.indexOf('\n')
  if (end === -1 || server !== undefined) return
  const order = JSON.parse(line.slice(0, end)) as StartOrder
  server = createServer({ maxHeaderSize: LARGEST_HEAD })
  void start(order, server)
})
process.stdin.on('end', leave)
process.stdin.on('error', leave)
process.stdout.on('error', leave)

async function start(order: StartOrder, listener: Server): Promise<void> {
  const made: string[] = []
  try {
    makeFolder(order.folder, made)
  } catch (cause) {
    return fail('folder', `The folder ${order.folder} cannot be made: ${textOf(cause)}.`)
  }
  let engine: Engine
  try {
    engine = await openEngine(order)
  } catch (cause) {
    const missing =
      (cause as { code?: unknown } | null)?.code === 'ERR_MODULE_NOT_FOUND' ||
      /chdb.*(?:not found|subpackage|not supported)/i.test(textOf(cause))
    // Nothing was opened: nothing is left behind.
    if (missing) takeAway(made)
    return fail(missing ? 'chdb-missing' : 'engine', textOf(cause))
  }
  const question = order.limits.questionSeconds * 1_000
  const ports = {
    engine,
    secrets: order.secrets,
    // The engine ends a question itself at its limit; what goes on after that is taken to hang. Waiting for a session counts too.
    hangs: { question: 2 * question + 5_000, piece: 120_000, write: 600_000 },
    onHang: (what: string): void => {
      process.stderr.write(`plainsight-store: ${what} hangs; the process ends itself.\n`)
      setTimeout(die, 100)
    },
  }
  listener.on('request', (request, response) => {
    if (request.headers.authorization !== undefined) {
      inFlight++
      response.once('close', () => inFlight--)
    }
    void answerRequest(request, response, ports)
  })
  listener.requestTimeout = 0
  listener.keepAliveTimeout = 60_000
  // Whoever held the folder before is gone, or the engine would not have opened: what lies there is stale.
  rmSync(order.socket, { force: true })
  started = order
  listener.once('error', (cause) => fail('folder', `The socket ${order.socket} cannot be made: ${textOf(cause)}.`))
  listener.listen(order.socket, () => {
    chmodSync(order.socket, 0o600)
    report({ kind: 'ready', pid: process.pid, version: engine.version })
  })
}

// One by one and not with `recursive`: under /proc that never returns (Node 24), and a process that spins hears nothing of its parent's end.
function makeFolder(folder: string, made: string[]): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder), made)
  mkdirSync(folder)
  made.push(folder)
}

function takeAway(made: readonly string[]): void {
  try {
    for (const folder of made.toReversed()) rmdirSync(folder)
  } catch {
    // Somebody put something there meanwhile.
  }
}

function report(said: StartReport): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

function fail(reason: 'chdb-missing' | 'folder' | 'engine', why: string): void {
  process.stdout.write(`${JSON.stringify({ kind: 'failed', reason, why } satisfies StartReport)}\n`, die)
}

// Requests that run may finish for two seconds; a block that does not is filled in by its next try.
function leave(): void {
  const deadline = Date.now() + 2_000
  const wait = (): void => {
    if (inFlight > 0 && Date.now() < deadline) setTimeout(wait, 10)
    else die()
  }
  server?.close()
  // Before the folder's lock goes with the process, so that it is never the next process's socket that is removed.
  if (started !== undefined) {
    rmSync(started.socket, { force: true })
    // A socket whose path would have been too long has a folder of its own.
    if (dirname(started.socket) !== started.folder) rmSync(dirname(started.socket), { recursive: true, force: true })
  }
  wait()
}

// Not `process.exit`: that waits for every query that still computes.
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? engineError(cause).text : String(cause)
}
