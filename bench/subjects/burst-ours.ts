// Records argv[2] times over argv[3] combinations, as fast as it can, and leaves by `process.exit`. Prints the heap after a tenth and at
// the end, and the most memory the process ever had, in bytes.
import { writeSync } from 'node:fs'
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { combinations, type Values } from './combinations.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'
import { mostMemory } from './most-memory.ts'

const calls = Number(process.argv[2])
const kinds = Number(process.argv[3])
const telemetry = createTelemetry(benchContract, { productVersion: '3.1.4', endpoint: DEAD_ENDPOINT, source: 'cli' })
const all = combinations(kinds)

function recordSome(count: number): number {
  for (let i = 0; i < count; i++) telemetry.record('command.completed', all[i % kinds] as Values)
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const early = recordSome(calls / 10)
const late = recordSome(calls - calls / 10)
process.on('exit', () => writeSync(1, JSON.stringify({ early, late, rss: mostMemory() })))
process.exit(0)
