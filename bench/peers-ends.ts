import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { freePort, openBlackHole, openMute, openTaker } from './measure/endpoints.ts'
import { arrivedOf, isOurs, libraries, type Library } from './measure/peers.ts'
import { median } from './measure/statistics.ts'
import { environmentOf, type PeerPart } from './peers-costs.ts'
import { atLeast, showNumber, type Effort } from './report.ts'

/** A process that is still there after this many ms is ended. */
const PATIENCE = 120_000

const ways = ['exit', 'throw', 'term'] as const
const wayNames = { exit: '`process.exit`', throw: 'an uncaught error', term: 'SIGTERM' } as const
const states = ['refused', 'blackHole', 'mute'] as const
const stateNames = { refused: 'refuses', blackHole: 'drops', mute: 'never answers' } as const

/** What ending costs, endpoint well and dead; what arrives of processes that end at once, of a burst, and of a crowd. */
export async function measurePeerEnds(
  folder: string,
  files: ReadonlyMap<string, string>,
  { smoke, say }: Effort,
): Promise<PeerPart> {
  const run = (library: Library, home: string, more: NodeJS.ProcessEnv, on = true): Promise<number> =>
    timed(files.get(library.name)!, environmentOf(library, home, on, more))

  say('ending, endpoint well')
  const taker = await openTaker()
  const well = new Map<string, { off: number; on: number }>()
  for (const library of libraries) {
    const off: number[] = []
    const on: number[] = []
    for (let round = 0; round < (smoke ? 1 : 10); round++) {
      const more = { BENCH_MODE: 'command', BENCH_ENDPOINT: taker.url }
      off.push(await run(library, join(folder, 'well-off'), more, false))
      on.push(await run(library, join(folder, 'well'), more))
    }
    well.set(library.name, { off: median(off), on: median(on) })
  }
  await taker.close()

  const dead = smoke ? undefined : await measureDead(folder, run, say)

  const each = smoke ? 2 : 20
  const burst = smoke ? 200 : 20_000
  const crowd = smoke ? 3 : 100
  const kept = new Map<string, { ways: readonly number[]; burst: number; crowd: number }>()
  for (const library of libraries) {
    say(`${library.title}: ${each} that end in each way, a burst of ${showNumber(burst)}, ${crowd} at once`)
    const arrived = async (name: string, wanted: number, count: number, more: NodeJS.ProcessEnv): Promise<number> => {
      const endpoint = await openTaker()
      const home = join(folder, name)
      await atMostAtOnce(
        name === 'crowd' ? count : 4,
        Array.from({ length: count }, () => () => run(library, home, { ...more, BENCH_ENDPOINT: endpoint.url })),
      )
      const found = await arrivedOf(library, endpoint, join(home, library.name), wanted)
      await endpoint.close()
      return found
    }
    const byWay: number[] = []
    for (const way of ways) byWay.push(await arrived(`end-${way}`, each, each, { BENCH_MODE: way }))
    kept.set(library.name, {
      ways: byWay,
      burst: await arrived('burst', burst, 1, { BENCH_MODE: 'burst', BENCH_CALLS: String(burst) }),
      crowd: await arrived('crowd', crowd, crowd, { BENCH_MODE: 'command' }),
    })
  }

  const row = (name: string, cell: (library: Library) => string): string[] => [name, ...libraries.map(cell)]
  const of = (library: Library): { ways: readonly number[]; burst: number; crowd: number } => kept.get(library.name)!
  const ours = of(libraries[0]!)
  return {
    rows: [
      row('record and end as asked, endpoint well, over off, ms', (library) => {
        const { on, off } = well.get(library.name)!
        return (on - off).toFixed(0)
      }),
      ...states.map((state) =>
        row(`record and end as asked, endpoint ${stateNames[state]}, over off, s`, (library) => {
          const ms = dead?.get(`${library.name} ${state}`)
          if (ms === undefined) return '–'
          if (ms >= PATIENCE) return `> ${PATIENCE / 1000}`
          return ((ms - well.get(library.name)!.off) / 1000).toFixed(ms < 1000 ? 2 : 1)
        }),
      ),
      ...ways.map((way, i) =>
        row(`arrived of ${each} that end by ${wayNames[way]}`, (library) => String(of(library).ways[i])),
      ),
      row(`lost of a burst of ${showNumber(burst)}`, (library) => {
        const lost = burst - of(library).burst
        return `${showNumber(lost)} (${((lost / burst) * 100).toFixed(lost === 0 ? 0 : 1)} %)`
      }),
      row(`arrived of ${crowd} processes at once that end as asked`, (library) => String(of(library).crowd)),
    ],
    notes: [
      'Ending as asked: `shutdown` (posthog-node, OpenTelemetry), `closeAndFlush` (Segment), `flush` (Decantr), awaiting what `record` gave (Astro); of ours nothing is asked.',
      'Dead endpoints: one process each, all at the same time. A process that is still there after two minutes is ended.',
      'Those that send each record by itself (Astro, Decantr) open a burst of 20 000 as so many requests at the same moment, and it is ended after two minutes; of 2 000 they lose none.',
      'Ours arrives the next day, from the state folder; the figure is what a collector got then.',
    ],
    verdicts: [
      ...ways.map((way, i) =>
        atLeast(`beside others: arrived of ${each} that end by ${wayNames[way]}`, 'count', each, ours.ways[i]!, ''),
      ),
      atLeast(`beside others: arrived of a burst of ${showNumber(burst)}`, 'count', burst, ours.burst, ''),
      atLeast(`beside others: arrived of ${crowd} at once`, 'count', crowd, ours.crowd, ''),
    ],
  }
}

async function measureDead(
  folder: string,
  run: (library: Library, home: string, more: NodeJS.ProcessEnv) => Promise<number>,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, number>> {
  say(`ending, endpoint dead: at most ${PATIENCE / 1000} s`)
  const mute = await openMute()
  const blackHole = await openBlackHole()
  const urls = { refused: `http://127.0.0.1:${await freePort()}`, blackHole: blackHole.url, mute: mute.url }
  const found = new Map<string, number>()
  const one = async (library: Library, state: (typeof states)[number]): Promise<void> => {
    const ms = await run(library, join(folder, `dead-${state}`), { BENCH_MODE: 'command', BENCH_ENDPOINT: urls[state] })
    found.set(`${library.name} ${state}`, ms)
  }
  try {
    // Ours alone: what it takes is less than what its neighbours would take from it.
    for (const library of libraries.filter(isOurs)) for (const state of states) await one(library, state)
    await Promise.all(
      libraries.filter((library) => !isOurs(library)).flatMap((library) => states.map((state) => one(library, state))),
    )
  } finally {
    await Promise.all([mute.close(), blackHole.close()])
  }
  return found
}

/** Runs a program to its end, or for as long as patience lasts; gives how long it took, ms. */
function timed(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [file], { env, stdio: 'ignore', timeout: PATIENCE, killSignal: 'SIGKILL' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve(performance.now() - started))
  })
}

async function atMostAtOnce(count: number, work: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...work]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await next()
  }
  await Promise.all(Array.from({ length: count }, worker))
}
