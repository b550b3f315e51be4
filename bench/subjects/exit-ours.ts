// A command that counts once with our client and leaves by `process.exit`.
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'

const telemetry = createTelemetry(benchContract, {
  productVersion: '3.1.4',
  endpoint: process.env['BENCH_ENDPOINT'] ?? DEAD_ENDPOINT,
  source: 'cli',
})
telemetry.record('command.completed', {
  command: 'build',
  outcome: 'ok',
  cached: true,
  files: 4211,
  tool: 'npm',
  duration: 1234,
})
process.exit(0)
