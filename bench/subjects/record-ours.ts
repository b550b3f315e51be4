// Prints what calls of our client cost in this process, as JSON. Off when the environment says so. Arguments: chunks, calls to warm up.
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { combinations, type Values } from './combinations.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'
import { timeCalls } from './time-calls.ts'

const chunks = Number(process.argv[2])
const warmUp = Number(process.argv[3])
const telemetry = createTelemetry(benchContract, { productVersion: '3.1.4', endpoint: DEAD_ENDPOINT, source: 'cli' })
const all = combinations(1_000)
const one = all[0] as Values
const { duration: _, ...dimensions } = one
const bound = telemetry.counter('command.completed', dimensions)
const measure = { duration: 250 }

const costs = {
  bound: timeCalls(() => bound.add(), 500_000, chunks, warmUp),
  boundMeasured: timeCalls(() => bound.add(measure), 10_000, chunks, warmUp),
  same: timeCalls(() => telemetry.record('command.completed', one), 5_000, chunks, warmUp),
  changing: timeCalls((i) => telemetry.record('command.completed', all[i % 1_000] as Values), 5_000, chunks, warmUp),
  // Few: memory holds 256 of them until they are written, and one more makes the oldest go.
  occurrence: timeCalls((i) => telemetry.record('project.indexed', all[i % 1_000] as Values), 200, 1, 0),
}
process.stdout.write(JSON.stringify(costs))
