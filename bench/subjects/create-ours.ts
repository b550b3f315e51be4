// A program that only sets up our client, as a tool does at its start.
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'

createTelemetry(benchContract, {
  productVersion: '3.1.4',
  endpoint: process.env['BENCH_ENDPOINT'] ?? DEAD_ENDPOINT,
  source: 'cli',
})
