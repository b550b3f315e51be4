// Prints what `capture` of posthog-node costs in this process, as JSON. A call returns while its preparation goes on in microtasks, so
// the calls are timed in chunks, each until its microtasks are done; the queue is emptied between chunks, outside the time, and nothing
// is sent: neither size nor interval starts a flush.
import { PostHog } from 'posthog-node'
import { combinations, type Values } from './combinations.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'
import { middle } from './time-calls.ts'

const chunks = Number(process.argv[2])
const perChunk = 500
const client = new PostHog('phc_bench', {
  host: DEAD_ENDPOINT,
  disabled: process.env['BENCH_OFF'] === '1',
  flushAt: 1_000_000,
  flushInterval: 0,
  maxQueueSize: 1_000_000,
})
const queue = client as unknown as { setPersistedProperty(name: 'queue', value: readonly unknown[]): void }
const all = combinations(1_000)

/** Nanoseconds per call until the calls are back, and until their microtasks are done. */
async function chunk(): Promise<{ call: number; prepared: number }> {
  const started = process.hrtime.bigint()
  for (let i = 0; i < perChunk; i++) {
    client.capture({ distinctId: 'one', event: 'command completed', properties: { ...(all[i] as Values) } })
  }
  const back = process.hrtime.bigint()
  await new Promise((resolve) => setImmediate(resolve))
  const done = process.hrtime.bigint()
  return { call: Number(back - started) / perChunk, prepared: Number(done - started) / perChunk }
}

const call: number[] = []
const prepared: number[] = []
for (let i = -3; i < chunks; i++) {
  const taken = await chunk()
  if (i >= 0) {
    call.push(taken.call)
    prepared.push(taken.prepared)
  }
  queue.setPersistedProperty('queue', [])
}
globalThis.gc?.()
const before = process.memoryUsage().heapUsed
await chunk()
const bytes = (process.memoryUsage().heapUsed - before) / perChunk
process.stdout.write(JSON.stringify({ call: { ns: middle(call), bytes }, prepared: { ns: middle(prepared), bytes } }))
process.exit(0)
