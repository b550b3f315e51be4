import { loadedModules } from './loaded-modules.ts'
import { bundleSubject } from './measure/bundle-subject.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runNode, withFolder } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { atMost, type Bench, type Report, type Verdict } from './report.ts'

/** What starting costs a program: with us on, off and undecided, with posthog-node, and with neither. */
export const startUp: Bench = {
  name: 'start-up',
  title: 'Start-up',
  needs: ['client'],
  run: ({ smoke, say }) => withFolder((folder) => measureStartUp(folder, smoke ? 3 : 120, say)),
}

const forms = ['cjs', 'esm'] as const
const formNames = { cjs: 'CommonJS', esm: 'ESM' } as const

async function measureStartUp(folder: string, rounds: number, say: (line: string) => void): Promise<Report> {
  const env = bareEnvironment(folder)
  const on = { ...env, BENCH_TELEMETRY: '1' }
  const off = { ...env, DO_NOT_TRACK: '1' }
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const form of forms) {
    say(`${formNames[form]}: ${rounds} rounds of 7 processes`)
    const empty = await bundleSubject('empty', form)
    const ours = await bundleSubject('create-ours', form)
    const peer = await bundleSubject('create-posthog', form)
    const ms = await interleave(
      {
        bare: () => runNode(empty, [], { env }).ms,
        on: () => runNode(ours, [], { env: on }).ms,
        off: () => runNode(ours, [], { env: off }).ms,
        undecided: () => runNode(ours, [], { env }).ms,
        bareAgain: () => runNode(empty, [], { env }).ms,
        peer: () => runNode(peer, [], { env }).ms,
        peerOff: () => runNode(peer, [], { env: { ...env, BENCH_OFF: '1' } }).ms,
      },
      rounds,
    )
    const added = (name: keyof typeof ms): number => medianDifference(ms[name], ms.bare)
    const row = (name: string, key: keyof typeof ms): string[] => [
      `${name}, ${formNames[form]}`,
      median(ms[key]).toFixed(1),
      added(key).toFixed(2),
    ]
    rows.push(
      row('bare Node', 'bare'),
      row('bare Node again (the noise of this run)', 'bareAgain'),
      row('ours, on', 'on'),
      row('ours, off', 'off'),
      row('ours, undecided', 'undecided'),
      row('posthog-node, on', 'peer'),
      row('posthog-node, off', 'peerOff'),
    )
    const name = formNames[form]
    verdicts.push(
      atMost(`start-up added, on, ${name}`, 'time', form === 'cjs' ? 1 : 1.5, added('on'), 'ms'),
      atMost(`start-up added, off, ${name}`, 'time', 0.3, added('off'), 'ms'),
      atMost(`start-up added, on, ${name}, over posthog-node's`, 'ratio', 1 / 40, added('on') / added('peer'), ''),
    )
  }
  const modules = await loadedModules(env, on)
  return {
    tables: [
      {
        title: 'Start-up of a program that sets its client up and ends',
        columns: ['program', 'median, ms', 'added, ms'],
        rows,
        notes: [
          'Added: median of the differences to the bare process of the same round.',
          'Both clients as their documentation sets them up, loaded from their packages; the program itself is one file.',
        ],
      },
      modules.table,
    ],
    verdicts: [...verdicts, ...modules.verdicts],
  }
}
