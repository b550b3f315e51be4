// The whole way, played in a minute: real runs of the example tool on a dozen machines over several days, their deliveries over
// HTTP, the real collector with its store, and the page. `npm run demo`; `--smoke` plays less, checks the numbers and ends.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkNumbers } from './demo/check-numbers.ts'
import { checkPage } from './demo/check-page.ts'
import { exportRows, startCollector, type DemoCollector } from './demo/demo-collector.ts'
import { describeMachines, recordsOf } from './demo/describe-machines.ts'
import { planFleet } from './demo/fleet.ts'
import { furnishMachine, type Place } from './demo/furnish-machine.ts'
import { playFleet, untilQuiet, type PlayedRun } from './demo/play-fleet.ts'
import { hasTerminal } from './demo/play-run.ts'
import { createProgressLine } from './demo/progress-line.ts'
import { readMachine } from './demo/read-machine.ts'
import { root, runCommand } from './run-command.ts'

const DAY = 86_400_000
const smoke = process.argv.includes('--smoke')
const unknown = process.argv.slice(2).filter((argument) => argument !== '--smoke')
if (unknown.length > 0) {
  process.stderr.write(`demo: ${unknown.join(' ')} is not known; there is --smoke.\n`)
  process.exit(2)
}

// The bundler would keep a cache in the temporary folder.
process.env['NODE_DISABLE_COMPILE_CACHE'] = '1'
const places = new Map<string, Place>()
const stopping = new AbortController()
let folder: string | undefined
let collector: DemoCollector | undefined
let playing: Promise<unknown> | undefined
let ending: Promise<void> | undefined

// Whatever happens, nothing stays behind: first whoever writes, then what was written.
function end(): Promise<void> {
  return (ending ??= (async () => {
    stopping.abort()
    await playing?.catch(() => undefined)
    await collector?.stop()
    await untilQuiet([...places.values()])
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })())
}

async function interrupted(): Promise<void> {
  if (ending !== undefined) return
  process.stdout.write('\nending …\n')
  await end()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void interrupted())

async function play(): Promise<boolean> {
  process.stdout.write('building what is needed …\n')
  const built = await runCommand('node', [join(root, 'tools', 'build.ts'), '--client', '--dashboard'])
  if (built.code !== 0) throw new Error(`The build failed:\n${built.output}`)

  const fleet = smoke ? planFleet(4, 2, 3) : planFleet(9, 3, 9)
  folder = mkdtempSync(join(tmpdir(), 'plainsight-demo-'))
  mkdirSync(join(folder, 'machines'))
  for (const machine of fleet.machines) places.set(machine.name, furnishMachine(join(folder, 'machines'), machine))
  collector = await startCollector(join(folder, 'data'))

  const now = Date.now()
  const dayOf = (run: { daysAgo: number }): string => new Date(now - (run.daysAgo + 1) * DAY).toISOString().slice(0, 10)
  process.stdout.write(
    `${fleet.machines.length} machines, ${fleet.days} days from ${dayOf({ daysAgo: fleet.days - 1 })} to ${dayOf({ daysAgo: 0 })}\n`,
  )
  const progress = createProgressLine()
  const playedAll = playFleet({ fleet, places, collector: collector.url, now, progress, stopping: stopping.signal })
  playing = playedAll
  const played = await playedAll
  if (stopping.signal.aborted) return false
  const rows = await exportRows(join(folder, 'data'))
  describe(played, rows.length, collector.url)

  const terminals = hasTerminal()
  if (!terminals)
    process.stdout.write('left out: no notice was shown, because the program `script` is not installed here\n')
  const problems = [
    ...checkNumbers({ places: [...places.values()], played, rows, dayOf, terminals }),
    ...(await checkPage(collector.url, rows)),
  ]
  for (const problem of problems) process.stdout.write(`✗ ${problem}\n`)
  if (problems.length === 0) process.stdout.write('✓ what was played, what the receipts say and what is stored agree\n')
  return problems.length === 0
}

function describe(played: readonly PlayedRun[], stored: number, url: string): void {
  const all = [...places.values()]
  const receipts = all.flatMap((place) => readMachine(place).receipts)
  const notice = played.find(({ terminal, out }) => terminal === true && out.includes('telemetry off'))
  const lines = [
    '',
    ...describeMachines(all, played),
    '',
    `${played.length} runs; ${receipts.length} batches left with ${recordsOf(receipts)} records; ${stored} rows are stored, each once.`,
    ...(notice === undefined
      ? []
      : ['', `What ${notice.machine} read before anything was kept:`, ...noticeOf(notice.out)]),
    '',
    'One delivery, byte for byte, as its receipt keeps it:',
    `  ${receipts.find(({ body }) => body !== undefined)?.body?.slice(0, 400) ?? ''} …`,
    '',
    `The page: ${url}/app/`,
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

// At a terminal both outputs are one: the notice is what comes before the tool's own lines.
function noticeOf(out: string): string[] {
  const lines = out.split(/\r?\n/)
  const from = lines.findIndex((line) => line.includes('will count'))
  const notice = lines.slice(Math.max(from, 0))
  const end = notice.findIndex((line) => line.trim() === '')
  return notice.slice(0, end === -1 ? 5 : Math.min(end, 8)).map((line) => `  ${line}`)
}

try {
  const good = await play()
  if (smoke) {
    await end()
    process.exitCode = good ? 0 : 1
  } else process.stdout.write('Ctrl-C ends it and leaves nothing behind.\n')
} catch (error) {
  if (ending === undefined) {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
    await end()
    process.exitCode = 1
  }
}
