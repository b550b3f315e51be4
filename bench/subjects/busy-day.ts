// One of the commands of a busy day: the argument says which. It counts itself and reports a session.
import { createTelemetry } from '@plainsight/client/node'
import { benchContract } from './bench-contract.ts'
import { combinations, type Values } from './combinations.ts'

const { BENCH_ENDPOINT = '', BENCH_STATE = '', BENCH_DAYS = '0' } = process.env
const telemetry = createTelemetry(benchContract, {
  productVersion: '3.1.4',
  endpoint: BENCH_ENDPOINT,
  source: 'cli',
  stateDir: BENCH_STATE,
  clock: () => Date.now() + Number(BENCH_DAYS) * 86_400_000,
})
// Every third command is the one before it once more.
const which = Number(process.argv[2])
const values = combinations(20)[which - (which % 3 === 2 ? 1 : 0)] as Values
telemetry.record('command.completed', values)
telemetry.record('session.ended', values)
process.exit(0)
