import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, runCommand } from './run-command.ts'

// A contract as large as they get, two hundred events over two thousand fields, and two calls for each event. What the compiler spends on
// the calls is held as a count, which is the same on every machine: it makes 155 050 instantiations more for them, 0.5 s on a busy one
// (the budget is 2 s). A type that looks at every field for every call makes millions.

const EVENTS = 200
const CEILING = 250_000

/** Types of field, ten to an event: how each is declared, and a value that its call sites give. */
const TYPES: readonly (readonly [declared: (name: string) => string, given: string])[] = [
  [(name) => `flag('${name}')`, 'true'],
  [(name) => `choice(['a-${name}', 'b', 'c', 'd', 'e'], '${name}')`, "'c'"],
  [(name) => `count('${name}', { max: 100 })`, '3'],
  [(name) => `duration('${name}', { unit: 'ms', max: 1_000 })`, '12'],
  [(name) => `bucket([10, 100, 1_000], '${name}')`, '42'],
  [(name) => `version('${name}', { parts: 2 })`, "'22.1'"],
  [(name) => `known('model', '${name}')`, "'gpt-4o'"],
  [(name) => `choices(['x', 'y', 'z'], '${name}')`, "['x', 'y']"],
  [(name) => `tally(['p', 'q'], '${name}')`, '{ p: 1 }'],
  [(name) => `route(['/', '/docs/*'], '${name}')`, "'/docs/x'"],
]

const said = "what: '', why: '', readBy: ['x']"
const nameOf = (event: number, field: number): string => `f${event}x${field}`

/** Each declaration of a field on a line. */
function declareFields(): string {
  const lines: string[] = []
  for (let event = 0; event < EVENTS; event++)
    for (const [i, [declared]] of TYPES.entries()) lines.push(`${nameOf(event, i)}: ${declared(nameOf(event, i))},`)
  return lines.join('\n')
}

/** Counters and occurrences in turn, and error reports. */
function declareEvents(): string {
  const lines = Array.from({ length: EVENTS }, (_, event) => {
    const names = TYPES.map((_type, i) => nameOf(event, i))
    const uses = names.map((name, i) => `${name}: ${i % 3 === 0 ? "'required'" : "'optional'"}`).join(', ')
    const quoted = (which: readonly number[]): string => which.map((i) => `'${names[i]}'`).join(', ')
    return event % 2 === 1
      ? `'part${event}.done': event({ ${said}, fields: { ${uses} } }),`
      : `'part${event}.done': rollup({ ${said}, by: [${quoted([0, 1, 4])}], measure: [${quoted([2, 3])}] }),`
  })
  return [...lines, `'tool.failed': errors({ ${said}, classes: ['AcmeError'], fields: { f1x1: 'optional' } }),`].join(
    '\n',
  )
}

function callAll(): string {
  const lines = Array.from({ length: EVENTS }, (_, event) => {
    const given = (which: readonly number[]): string =>
      `{ ${which.map((i) => `${nameOf(event, i)}: ${TYPES[i]?.[1]}`).join(', ')} }`
    const name = `'part${event}.done'`
    return event % 2 === 1
      ? `telemetry.record(${name}, ${given([...TYPES.keys()])})\ntelemetry.span(${name}).annotate(${given([1])})`
      : `telemetry.record(${name}, ${given([0, 1, 4, 3])})\ntelemetry.counter(${name}, ${given([0, 1, 4])}).add(${given([3])})`
  })
  return [...lines, "telemetry.reportError(new Error(''), { fields: { f1x1: 'c' } })"].join('\n')
}

/** The program with the calls that it is to make. Its imports are indented: they are no imports of this file (architecture.test.ts reads line starts). */
const program = (calls: string): string => `
  import { bucket, choice, choices, count, defineContract, duration, errors, event, flag, known, rollup, route, tally, version } from '@plainsight/client/contract'
  import { createTelemetry } from '@plainsight/client/node'
const contract = defineContract({
  name: 'large', version: '1.0.0', title: 'L', description: 'x', owners: ['@x'], consent: { preset: 'opt-in' }, sources: ['cli'],
  fields: {\n${declareFields()}\n},
  events: {\n${declareEvents()}\n},
})
const telemetry = createTelemetry(contract, { productVersion: '1.0.0' })
${calls}
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-types-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Compiles the program with these calls; gives the compiler's errors and how often it instantiated a type. */
async function compile(name: string, calls: string): Promise<{ errors: string[]; instantiations: number }> {
  writeFileSync(join(folder, `${name}.ts`), program(calls))
  const compilerOptions = { types: ['node'], isolatedDeclarations: false, declaration: false }
  const project = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: [`${name}.ts`] }
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(project))
  const args = ['-p', join(folder, `${name}.json`), '--extendedDiagnostics', '--pretty', 'false']
  const { output } = await runCommand('tsc', args, { cwd: root })
  return {
    errors: output.split('\n').filter((line) => / error TS/.test(line)),
    instantiations: Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]),
  }
}

describe('the types of a contract of two hundred events and two thousand fields', () => {
  it('cost the compiler a bounded number of steps for every call, and let right calls pass', async () => {
    const [bare, called] = [await compile('bare', 'telemetry.status()'), await compile('called', callAll())]
    expect([bare.errors, called.errors]).toEqual([[], []])
    expect(bare.instantiations).toBeGreaterThan(0)
    expect(called.instantiations - bare.instantiations).toBeGreaterThan(0)
    expect(called.instantiations - bare.instantiations).toBeLessThan(CEILING)
  })

  it('refuse a wrong value among them all', async () => {
    const { errors } = await compile('wrong', "telemetry.record('part0.done', { f0x0: true, f0x1: 'z', f0x4: 42 })")
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain('"z"')
  })
})
