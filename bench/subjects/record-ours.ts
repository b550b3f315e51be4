// Prints what calls of our client cost in this process, as JSON. Off when the environment says so.
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { combinations, type Values } from './combinations.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'
import { timeCalls } from './time-calls.ts'

const calls = Number(process.argv[2])
const repetitions = Number(process.argv[3])
const telemetry = createTelemetry(benchContract, { productVersion: '3.1.4', endpoint: DEAD_ENDPOINT, source: 'cli' })
const all = combinations(1_000)
const one = all[0] as Values
const { duration: _, ...dimensions } = one
const bound = telemetry.counter('command.completed', dimensions)
const measure = { duration: 250 }

const costs = {
  bound: timeCalls(() => bound.add(), calls, repetitions),
  boundMeasured: timeCalls(() => bound.add(measure), calls, repetitions),
  same: timeCalls(() => telemetry.record('command.completed', one), calls, repetitions),
  changing: timeCalls((i) => telemetry.record('command.completed', all[i % 1_000] as Values), calls, repetitions),
  occurrence: timeCalls((i) => telemetry.record('project.indexed', all[i % 1_000] as Values), calls, repetitions),
}
process.stdout.write(JSON.stringify(costs))
