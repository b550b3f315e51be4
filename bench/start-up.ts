import { join } from 'node:path'
import { loadedModules } from './loaded-modules.ts'
import { bundleFloor, bundleSubject, bundleWhole } from './measure/bundle-subject.ts'
import { interleave, type Contender } from './measure/interleave.ts'
import { bareEnvironment, runForFigures, runNode, withFolder } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { atMost, type Bench, type Report, type Verdict } from './report.ts'

/** What starting costs a program: with us on, off and undecided, with posthog-node, and with neither. */
export const startUp: Bench = {
  name: 'start-up',
  title: 'Start-up',
  needs: ['client'],
  run: ({ smoke, say }) => withFolder((folder) => measureStartUp(folder, smoke ? 2 : 40, say)),
}

const forms = ['cjs', 'esm'] as const
type Program = keyof typeof programNames
const programNames = {
  bare: 'bare Node',
  bareAgain: 'bare Node again (the noise of this run)',
  floor: 'the limit: our package with an empty door',
  on: 'ours, on, nothing recorded',
  records: 'ours, on, one record (its exit included)',
  off: 'ours, off',
  undecided: 'ours, undecided',
  wholeOn: 'ours, on, bundled into the program',
  wholeOff: 'ours, off, bundled into the program',
  peer: 'posthog-node, on',
  peerOff: 'posthog-node, off',
} as const
const formNames = { cjs: 'CommonJS', esm: 'ESM' } as const

async function measureStartUp(folder: string, rounds: number, say: (line: string) => void): Promise<Report> {
  const env = bareEnvironment(folder)
  const on = { ...env, BENCH_TELEMETRY: '1' }
  const off = { ...env, DO_NOT_TRACK: '1' }
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const form of forms) {
    const empty = await bundleSubject('empty', form)
    const floor = await bundleFloor('create-ours', form)
    const ours = await bundleSubject('create-ours', form)
    const records = await bundleSubject('exit-ours', form)
    const whole = await bundleWhole('create-ours', form)
    const peer = await bundleSubject('create-posthog', form)
    const programs: { readonly [name in Program]: [string, NodeJS.ProcessEnv] } = {
      bare: [empty, env],
      floor: [floor, on],
      on: [ours, on],
      records: [records, on],
      off: [ours, off],
      undecided: [ours, env],
      wholeOn: [whole, on],
      wholeOff: [whole, off],
      bareAgain: [empty, env],
      peer: [peer, env],
      peerOff: [peer, { ...env, BENCH_OFF: '1' }],
    }
    say(`${formNames[form]}: ${rounds} rounds of ${2 * Object.keys(programs).length} processes`)
    const each = (run: (file: string, environment: NodeJS.ProcessEnv) => number): Contender<Program> =>
      Object.fromEntries(
        Object.entries(programs).map(([name, [file, environment]]) => [name, () => run(file, environment)]),
      ) as unknown as Contender<Program>
    const wall = await interleave(
      each((file, environment) => runNode(file, [], { env: environment }).ms),
      rounds,
    )
    const cpu = await interleave(each(threadMs), rounds)
    const added = (name: Program): number => medianDifference(cpu[name], cpu.bare)
    for (const [key, words] of Object.entries(programNames) as [Program, string][])
      rows.push([
        `${words}, ${formNames[form]}`,
        median(cpu[key]).toFixed(1),
        added(key).toFixed(2),
        median(wall[key]).toFixed(1),
        medianDifference(wall[key], wall.bare).toFixed(2),
      ])
    const name = formNames[form]
    verdicts.push(
      atMost(`start-up added, on, ${name}`, 'time', form === 'cjs' ? 1 : 1.5, added('on'), 'ms'),
      atMost(
        `start-up added, on, ${name}, over the limit`,
        'time',
        form === 'cjs' ? 1 : 1.5,
        added('on') - added('floor'),
        'ms',
      ),
      atMost(`start-up added, off, ${name}`, 'time', 0.3, added('off'), 'ms'),
      atMost(`start-up added, off, ${name}, over the limit`, 'time', 0.3, added('off') - added('floor'), 'ms'),
      atMost(`start-up added, on, ${name}, over posthog-node's`, 'ratio', 1 / 40, added('on') / added('peer'), ''),
    )
  }
  const modules = await loadedModules(folder, env, on)
  return {
    tables: [
      {
        title: 'Start-up of a program that sets its client up and ends',
        columns: ['program', 'CPU, ms', 'added, ms', 'wall, ms', 'added, ms'],
        rows,
        notes: [
          'CPU: of the main thread until the program ends, which neighbours on the machine disturb less than the wall clock; verdicts are by it. Wall: from before the process starts until it is gone.',
          'Added: median of the differences to the bare process of the same round.',
          'The door as CommonJS loads what records for the first record only; "one record" has that, the record, and what is written at the exit.',
          'Both clients as their documentation sets them up, loaded from their packages; the program itself is one file. The limit has our contract and our package, whose node door does nothing: what finding and loading any package costs.',
        ],
      },
      modules.table,
    ],
    verdicts: [...verdicts, ...modules.verdicts],
  }
}

// CPU time of the main thread, ms.
function threadMs(file: string, env: NodeJS.ProcessEnv): number {
  const nodeFlags = ['--require', join(import.meta.dirname, 'measure', 'time-cpu.cjs')]
  return runForFigures<{ ms: number }>(file, [], { env, nodeFlags }).ms
}
