import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { interleave } from './measure/interleave.ts'
import { isOurs, libraries, type Library } from './measure/peers.ts'
import { bareEnvironment, runForFigures } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { atMost, showNumber, type Effort, type Verdict } from './report.ts'

/** Rows of the table that has a column for each library, in the order of `libraries`. */
export interface PeerPart {
  readonly rows: readonly (readonly string[])[]
  readonly notes: readonly string[]
  readonly verdicts: readonly Verdict[]
}

interface CallFigures {
  readonly back: number
  readonly done: number
  readonly bytes: number
}

/** What starting costs and what a call costs, on and off. */
export async function measurePeerCosts(
  folder: string,
  files: ReadonlyMap<string, string>,
  { smoke, say }: Effort,
): Promise<PeerPart> {
  const rounds = smoke ? 1 : 30
  say(`start-up: ${rounds} rounds of ${2 * libraries.length + 1} processes`)
  const nodeFlags = ['--require', join(import.meta.dirname, 'measure', 'time-cpu.cjs')]
  const bare = await bundleSubject('empty', 'esm')
  const cpu = (file: string, env: NodeJS.ProcessEnv): number =>
    runForFigures<{ ms: number }>(file, [], { env, nodeFlags }).ms
  const starts = await interleave(
    {
      bare: () => cpu(bare, bareEnvironment(folder)),
      ...Object.fromEntries(
        libraries.flatMap((library) =>
          [true, false].map((on) => [
            key(library, on),
            () => cpu(files.get(library.name)!, environmentOf(library, folder, on)),
          ]),
        ),
      ),
    } as { [name: string]: () => number },
    rounds,
  )
  const added = (library: Library, on: boolean): number => medianDifference(starts[key(library, on)]!, starts['bare']!)
  say('calls')
  const calls = new Map<string, CallFigures[]>()
  for (let round = 0; round < (smoke ? 1 : 3); round++) {
    for (const library of libraries) {
      for (const on of [true, false]) {
        const [count, size] = library.sendsEach ? [smoke ? 2 : 12, 25] : [smoke ? 3 : 40, 500]
        const env = {
          ...environmentOf(library, folder, on),
          BENCH_MODE: 'time',
          BENCH_CALLS: String(count),
          BENCH_CHUNK: String(size),
        }
        const figures = runForFigures<CallFigures>(files.get(library.name)!, [], {
          env,
          nodeFlags: ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
        })
        calls.set(key(library, on), [...(calls.get(key(library, on)) ?? []), figures])
      }
    }
  }
  const call = (library: Library, on: boolean, of: keyof CallFigures): string =>
    showNumber(Math.round(median((calls.get(key(library, on)) ?? []).map((figures) => figures[of]))))
  const row = (name: string, cell: (library: Library) => string): string[] => [name, ...libraries.map(cell)]
  const [ours, posthog] = libraries as [Library, Library]
  return {
    rows: [
      row('start-up added, on, CPU ms', (library) => added(library, true).toFixed(1)),
      row('start-up added, off, CPU ms', (library) => added(library, false).toFixed(1)),
      row('a call, on, until it is back, ns', (library) => call(library, true, 'back')),
      row('a call, on, until its microtasks are done, ns', (library) => call(library, true, 'done')),
      row('a call, on, heap, bytes', (library) => call(library, true, 'bytes')),
      row('a call, off, ns', (library) => call(library, false, 'done')),
    ],
    notes: [
      'Each library is set up as its documentation says, in a module of its own; start-up is added to an empty ES module, by the CPU time of the main thread.',
      'Calls are timed in chunks of 500 with the same six values for all, 25 where each call is a request of its own, to an address that refuses; heap is what a call takes until its microtasks are done, freed later or not.',
    ],
    verdicts: [
      atMost(
        "start-up added, on, over posthog-node's, the same program",
        'ratio',
        1 / 40,
        added(ours, true) / added(posthog, true),
        '',
      ),
    ],
  }
}

/** The environment of a library's program. */
export function environmentOf(
  library: Library,
  home: string,
  on: boolean,
  more: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  return bareEnvironment(join(home, library.name), {
    ...(on ? {} : { BENCH_OFF: '1' }),
    ...(isOurs(library) && on ? { BENCH_TELEMETRY: '1' } : {}),
    ...more,
  })
}

function key(library: Library, on: boolean): string {
  return `${library.name} ${on ? 'on' : 'off'}`
}
