import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lock } from '@plainsight/contract/lock'
import { createMemoryStore, type MemoryStore } from '@plainsight/store'
import type { Answer } from './answer.ts'
import { createCollector, type Collector, type CollectorOptions } from './create-collector.ts'
import type { LogEntry } from './log.ts'
import { testLock } from './test-contract.ts'

/** A clock for tests: noon of a Friday, moved by hand. */
export interface TestClock {
  (): number
  move(ms: number): void
}

/** A collector in a temporary folder, on a store in memory, with a hand to hold what a test wants to look at. */
export interface TestCollector {
  readonly collector: Collector
  readonly store: MemoryStore
  readonly lock: Lock
  readonly clock: TestClock
  readonly logged: LogEntry[]
  readonly inbox: string
  /** A batch with every key in place, changed as the test wants. */
  batch(over?: { readonly [key: string]: unknown }): { readonly [key: string]: unknown }
  /** Sends a batch, or any body, from an address of its own unless one is named. */
  send(body: unknown, how?: SendOptions): Promise<TestAnswer>
  /** The same options again: closes this one and opens another on the same inbox and store. */
  restart(over?: Partial<CollectorOptions>): Promise<TestCollector>
  /** Counts of the ledger, by outcome and reason. */
  ledger(): { readonly [outcome: string]: number }
  close(): Promise<void>
}

/** How a test sends. */
export interface SendOptions {
  readonly method?: string
  readonly path?: string
  readonly headers?: { readonly [name: string]: string | undefined }
  readonly address?: string
  readonly body?: AsyncIterable<Uint8Array>
}

/** An answer with its body parsed. */
export interface TestAnswer extends Answer {
  readonly json: { readonly [key: string]: unknown }
}

/** The day of the test clock. */
export const TEST_DAY = '2026-11-20'

/** Starts one. */
export async function startTestCollector(over: Partial<CollectorOptions> = {}): Promise<TestCollector> {
  const folder = mkdtempSync(join(tmpdir(), 'collector-'))
  const store = createMemoryStore({ today: () => TEST_DAY })
  const lock = testLock()
  let now = Date.parse(`${TEST_DAY}T12:00:00Z`)
  const clock = Object.assign(() => now, { move: (ms: number) => void (now += ms) })
  const logged: LogEntry[] = []
  const options: CollectorOptions = {
    contracts: [lock],
    store,
    inbox: join(folder, 'inbox.db'),
    durability: 'os',
    clock,
    log: (entry) => void logged.push(entry),
    ...over,
  }
  return open(options, { folder, store, lock, clock, logged })
}

let senders = 0

async function open(
  options: CollectorOptions,
  held: { folder: string; store: MemoryStore; lock: Lock; clock: TestClock; logged: LogEntry[] },
): Promise<TestCollector> {
  const made = createCollector(options)
  if (made.kind === 'refused') throw new Error(made.message)
  const { collector } = made
  await collector.prepare()
  const { folder, store, lock } = held
  return {
    ...held,
    collector,
    inbox: options.inbox,
    batch: (changed = {}) => ({
      v: 1,
      batch: crypto.randomUUID(),
      contract: lock.contract.name,
      version: lock.contract.version,
      digest: lock.digest.slice(0, 16),
      source: 'cli',
      day: TEST_DAY,
      context: { os: 'linux', arch: 'x64' },
      events: [counter()],
      ...changed,
    }),
    async send(body, { method = 'POST', path = '/v1/batches', headers = {}, address, body: stream } = {}) {
      const bytes =
        body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      const sent = { 'content-type': 'application/json', 'content-length': String(bytes.byteLength), ...headers }
      // A network of its own for each, so that no test runs into the limits of another's.
      const from = address ?? `2001:db8:${(++senders).toString(16)}::1`
      const answer = await collector.handle({ method, path, headers: sent, body: stream ?? once(bytes), address: from })
      return { ...answer, json: parsed(answer.body) }
    },
    async restart(changed = {}) {
      await collector.close(0)
      return open({ ...options, ...changed }, held)
    },
    ledger() {
      const counts: { [outcome: string]: number } = {}
      for (const { outcome, reason, count } of store.lines('outcomes')) {
        const key = [outcome, reason].filter((word) => word !== '').join(' ')
        counts[key] = (counts[key] ?? 0) + Number(count)
      }
      return counts
    },
    async close() {
      await collector.close(1_000)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A counter's record that the judge keeps. */
export function counter(over: { readonly [key: string]: unknown } = {}): { readonly [key: string]: unknown } {
  return {
    name: 'command.completed',
    by: { command: 'build', outcome: 'ok' },
    count: 6,
    measure: { duration: { sum: 5_300, hist: { '25': 2, '39': 3, '44': 1 } } },
    ...over,
  }
}

/** A body in pieces. */
export async function* once(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

function parsed(body: string): { readonly [key: string]: unknown } {
  try {
    return JSON.parse(body) as { readonly [key: string]: unknown }
  } catch {
    return {}
  }
}
