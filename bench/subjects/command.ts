// A command with our client. What the environment says: BENCH_ENDPOINT, BENCH_STATE (its state folder), BENCH_DAYS (its clock's distance
// from today), BENCH_WORK (ms that it takes for its own work), BENCH_UNTIL (a time to leave at), BENCH_END (how it ends: `exit`, `natural`,
// `throw`, `term`, `silent` for an exit without a record).
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'

const { BENCH_ENDPOINT, BENCH_STATE, BENCH_DAYS, BENCH_WORK, BENCH_UNTIL, BENCH_END = 'exit' } = process.env
const away = Number(BENCH_DAYS ?? 0) * 86_400_000
const telemetry = createTelemetry(benchContract, {
  productVersion: '3.1.4',
  endpoint: BENCH_ENDPOINT ?? DEAD_ENDPOINT,
  source: 'cli',
  ...(BENCH_STATE === undefined ? {} : { stateDir: BENCH_STATE }),
  ...(away === 0 ? {} : { clock: () => Date.now() + away }),
})
if (BENCH_END !== 'silent') {
  telemetry.record('command.completed', {
    command: 'build',
    outcome: 'ok',
    cached: true,
    files: 4211,
    tool: 'npm',
    duration: 1234,
  })
}
const wait = Math.max(Number(BENCH_WORK ?? 0), Number(BENCH_UNTIL ?? 0) - Date.now())
if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
if (BENCH_END === 'throw') throw new Error('this command fails')
if (BENCH_END === 'term') {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => {}, 10_000)
} else if (BENCH_END !== 'natural') process.exit(0)
