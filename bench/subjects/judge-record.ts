// Prints what it costs to judge and to admit a record of six fields, as JSON. Arguments: chunks, calls to warm up.
import { compileContract } from '@plainsight/contract/judge'
import { benchContract } from './bench-contract.ts'
import { combinations, type Values } from './combinations.ts'
import { timeCalls } from './time-calls.ts'

const chunks = Number(process.argv[2])
const warmUp = Number(process.argv[3])
const compiled = compileContract(benchContract)
const station = { source: 'cli', day: '2026-11-19', version: '1.0.0', service: false }
const given = combinations(1_000)
const wire = given.map((values) => {
  const verdict = compiled.admit('project.indexed', values, '2026-11-19T13')
  if (verdict.kind !== 'kept' || verdict.drift.some(([, , reason]) => reason !== 'rounded'))
    throw new Error('the contract of the bench does not admit its own records')
  return JSON.parse(JSON.stringify(verdict.record)) as unknown
})
const texts = wire.map((record) => JSON.stringify(record))
let kept = 0
// What stands in the values' places, in the order of the slots, so that only the judging is measured.
const slots = compiled.event('project.indexed')?.body ?? []
const places = wire.map((record) =>
  slots.map(({ name }) => (record as { fields: Record<string, unknown> }).fields[name]),
)
const costs = {
  values: timeCalls(
    (i) => {
      const values = places[i % 1_000] as unknown[]
      for (let j = 0; j < slots.length; j++) if (slots[j]?.judge(values[j]) === undefined) kept++
    },
    5_000,
    chunks,
    warmUp,
  ),
  judge: timeCalls(
    (i) => {
      if (compiled.judge(wire[i % 1_000], station).kind === 'kept') kept++
    },
    5_000,
    chunks,
    warmUp,
  ),
  admit: timeCalls(
    (i) => {
      if (compiled.admit('project.indexed', given[i % 1_000] as Values, '2026-11-19T13').kind === 'kept') kept++
    },
    5_000,
    chunks,
    warmUp,
  ),
  parse: timeCalls(
    (i) => {
      if (JSON.parse(texts[i % 1_000] as string) !== null) kept++
    },
    5_000,
    chunks,
    warmUp,
  ),
}
process.stdout.write(JSON.stringify({ ...costs, kept }))
