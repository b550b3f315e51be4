// Measures the budgets of the design. `node bench/run.ts [--smoke] [--long] [NAME…]`; no name runs every program. A full run writes what
// it found into docs/benchmarks.md. A missed time is printed and no failure; a missed count (bytes, files, modules, sockets) is one.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { readConditions } from './measure/conditions.ts'
import { tableToText, verdictTable } from './measure/render-table.ts'
import { keepResult, writePage } from './measure/results.ts'
import { exit } from './exit.ts'
import { ingest } from './ingest.ts'
import { peers } from './peers.ts'
import { record } from './record.ts'
import { isKept, type Bench, type Verdict } from './report.ts'
import { sizes } from './sizes.ts'
import { startUp } from './start-up.ts'
import { store } from './store.ts'

const benches: readonly Bench[] = [startUp, record, exit, peers, ingest, store, sizes]

/** Names for several at once. */
const groups: { readonly [name: string]: readonly string[] } = {
  client: ['start-up', 'record', 'exit', 'peers', 'sizes'],
}
const names = benches.map((bench) => bench.name)

const { flags, wanted } = readArguments(process.argv.slice(2))
if (flags.has('--help')) {
  console.log(
    `node bench/run.ts [--smoke] [--long] [NAME…]\nnames: client, ${names.join(', ')}\nexample: node bench/run.ts --smoke sizes`,
  )
} else if (
  wanted.some((name) => !names.includes(name)) ||
  [...flags].some((flag) => !['--smoke', '--long'].includes(flag))
) {
  console.error(`bench: takes --smoke, --long and the names ${names.join(', ')}`)
  process.exitCode = 2
} else {
  process.exitCode = (await runBenches()) ? 0 : 1
}

function readArguments(given: readonly string[]): { flags: ReadonlySet<string>; wanted: readonly string[] } {
  return {
    flags: new Set(given.filter((word) => word.startsWith('-'))),
    wanted: given.filter((word) => !word.startsWith('-')).flatMap((word) => groups[word] ?? [word]),
  }
}

async function runBenches(): Promise<boolean> {
  const smoke = flags.has('--smoke')
  const long = flags.has('--long')
  const say = (line: string): void => console.error(`  ${line}`)
  const verdicts: Verdict[] = []
  const failures: string[] = []
  for (const bench of benches) {
    if (wanted.length > 0 && !wanted.includes(bench.name)) continue
    console.error(`· ${bench.name}`)
    try {
      build(bench.needs)
      const report = await bench.run({ smoke, long, say })
      console.log(`\n${report.tables.map(tableToText).join('\n\n')}\n`)
      console.log(`${tableToText(verdictTable(`${bench.title}: budgets`, report.verdicts))}\n`)
      verdicts.push(...report.verdicts)
      if (!smoke) keepResult({ name: bench.name, title: bench.title, conditions: readConditions(), ...report })
    } catch (error) {
      failures.push(`${bench.name} did not run: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (!smoke) writePage(names)
  for (const verdict of verdicts)
    if (verdict.kind === 'count' && !isKept(verdict)) failures.push(`${verdict.what}: a count was missed`)
  for (const failure of failures) console.log(`✗ ${failure}`)
  const missed = verdicts.filter((verdict) => verdict.kind !== 'count' && !isKept(verdict)).length
  console.log(
    `${verdicts.length} budgets, ${failures.length} failures${smoke ? '' : `, ${missed} times or ratios missed`}`,
  )
  return failures.length === 0
}

function build(parts: readonly string[]): void {
  if (parts.length === 0) return
  const tool = join(import.meta.dirname, '..', 'tools', 'build.ts')
  const { status, stdout } = spawnSync(process.execPath, [tool, ...parts.map((part) => `--${part}`)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stdout.trim())
}
