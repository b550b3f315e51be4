// Declares a contract of as many events as the argument says, sets our client up with it, and prints how long both took, in ms.
import { choice, defineContract, duration, rollup, type Contract } from '@plainsight/client/contract'
import { createTelemetry } from '@plainsight/client/node'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'

const count = Number(process.argv[2])
const said = { what: 'Something was used', why: 'To know what is used', readBy: ['chart:use'] }
const started = performance.now()
const events = Object.fromEntries(
  Array.from({ length: count }, (_, i) => [
    `thing.used${i}`,
    rollup({ ...said, by: ['command', 'outcome'], measure: ['duration'] }),
  ]),
)
const contract = defineContract({
  name: 'bench',
  version: '1.0.0',
  title: 'Bench',
  description: 'Many events.',
  owners: ['@bench/owners'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: {
    command: choice(['init', 'build', 'test'], 'Which command ran'),
    outcome: choice(['ok', 'error'], 'How it ended'),
    duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
  },
  events,
}) as Contract
createTelemetry(contract, { productVersion: '3.1.4', endpoint: DEAD_ENDPOINT, source: 'cli' })
process.stdout.write(JSON.stringify({ ms: performance.now() - started }))
