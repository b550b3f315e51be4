// One library at work; which one is bundled in. BENCH_MODE says what it does: `start` sets it up; `command` records once and ends as its
// documentation asks; `exit`, `throw` and `term` record once and end at once; `burst` records as often as BENCH_CALLS says and ends as asked;
// `time` prints what a call costs, as JSON, in BENCH_CALLS chunks of BENCH_CHUNK calls.
import { open } from '#peer'
import { combinations, type Values } from './combinations.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'
import { middle } from './time-calls.ts'

const { BENCH_MODE = 'start', BENCH_ENDPOINT = DEAD_ENDPOINT, BENCH_OFF, BENCH_CALLS, BENCH_CHUNK } = process.env
const peer = open({ endpoint: BENCH_ENDPOINT, off: BENCH_OFF === '1', hold: BENCH_MODE === 'time' })
const calls = Number(BENCH_CALLS ?? 1)

if (BENCH_MODE !== 'start') await work()
process.exit(0)

async function work(): Promise<void> {
  const values = combinations(BENCH_MODE === 'command' ? 1 : 1_000)
  const record = (i: number): void => peer.record(values[i % values.length] as Values)
  if (BENCH_MODE === 'time') return timeCalls(record)
  for (let i = 0; i < calls; i++) record(i)
  if (BENCH_MODE === 'throw') throw new Error('this command fails')
  if (BENCH_MODE === 'term') {
    process.kill(process.pid, 'SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 10_000))
  }
  if (BENCH_MODE === 'command' || BENCH_MODE === 'burst') await peer.end().catch(() => {})
}

/** Calls in chunks: until they are back, and until what they started in microtasks is done. */
async function timeCalls(record: (i: number) => void): Promise<void> {
  const size = Number(BENCH_CHUNK ?? 500)
  const back: number[] = []
  const done: number[] = []
  const taken: number[] = []
  let i = 0
  for (let chunk = -3; chunk < calls; chunk++) {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    const started = process.hrtime.bigint()
    for (const end = i + size; i < end; i++) record(i)
    const returned = process.hrtime.bigint()
    await new Promise((resolve) => setImmediate(resolve))
    const ended = process.hrtime.bigint()
    if (chunk < 0) continue
    back.push(Number(returned - started) / size)
    done.push(Number(ended - started) / size)
    taken.push(Math.max(0, process.memoryUsage().heapUsed - before) / size)
  }
  process.stdout.write(JSON.stringify({ back: middle(back), done: middle(done), bytes: middle(taken) }))
}
