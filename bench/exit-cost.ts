import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runForFigures, runNode } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { canTrace, traceProcess } from './measure/trace-process.ts'
import { atMost, type Effort, type Report, type Verdict } from './report.ts'

/** What one record and `process.exit` cost over setting up alone and over nothing, and what is written. */
export async function measureExitCost(folder: string, { smoke, say }: Effort): Promise<Report> {
  const rounds = smoke ? 3 : 100
  say(`cost: ${rounds} rounds of 5 processes`)
  const bare = await bundleSubject('exit-bare', 'cjs')
  const command = await bundleSubject('command', 'cjs')
  const home = join(folder, 'cost')
  const on = bareEnvironment(home, { BENCH_TELEMETRY: '1' })
  const timed = ['--require', join(import.meta.dirname, 'measure', 'time-exit.cjs')]
  const inside = (file: string, env: NodeJS.ProcessEnv): number =>
    runForFigures<{ ms: number }>(file, [], { env, nodeFlags: timed }).ms
  const ms = await interleave(
    {
      bare: () => runNode(bare, [], { env: on }).ms,
      silent: () => runNode(command, [], { env: { ...on, BENCH_END: 'silent' } }).ms,
      recorded: () => runNode(command, [], { env: on }).ms,
      bareExit: () => inside(bare, on),
      exit: () => inside(command, on),
    },
    rounds,
  )
  const exitMs = median(ms.exit) - median(ms.bareExit)
  const traced = traceExit(command, folder, on)
  const row = (name: string, figure: number): string[] => [name, figure.toFixed(2)]
  return {
    tables: [
      {
        title: 'A command that counts once and leaves by `process.exit`',
        columns: ['what', 'ms'],
        rows: [
          row('bare Node, the whole process', median(ms.bare)),
          row('set up, nothing recorded: added', medianDifference(ms.silent, ms.bare)),
          row('set up, one record, kept: added', medianDifference(ms.recorded, ms.bare)),
          row('exit listeners alone, from process.exit to the end', exitMs),
        ],
        notes: ['The state folder is there, as on every day but the first.'],
      },
      traced.table,
    ],
    verdicts: [atMost('exit', 'time', 0.4, exitMs, 'ms'), ...traced.verdicts],
  }
}

function traceExit(
  command: string,
  folder: string,
  on: NodeJS.ProcessEnv,
): { table: Report['tables'][number]; verdicts: Verdict[] } {
  const title = 'What such a command does to the disk and the network, by its system calls'
  const columns = ['run', 'writes to the spool', 'other files written', 'sockets', 'children']
  if (!canTrace())
    return { table: { title, columns, rows: [], notes: ['Not traced: there is no strace here.'] }, verdicts: [] }
  const home = join(folder, 'traced')
  const env = { ...on, ...bareEnvironment(home) }
  const state = join(home, 'state', 'bench', 'telemetry')
  const first = traceProcess(command, env, state, folder)
  const later = traceProcess(command, env, state, folder)
  const off = traceProcess(command, { ...env, DO_NOT_TRACK: '1' }, state, folder)
  const row = (name: string, run: typeof first): string[] => [
    name,
    String(run.writes.filter((file) => file === 'pending.jsonl').length),
    [...new Set([...run.writes, ...run.touched])].filter((file) => file !== 'pending.jsonl').join(', ') || 'none',
    String(run.sockets),
    String(run.children),
  ]
  return {
    table: { title, columns, rows: [row('first of a day', first), row('every later one', later), row('off', off)] },
    verdicts: [
      atMost('exit: writes to files of ours (one append)', 'count', 1, later.writes.length, ''),
      atMost(
        'exit: files opened for writing, renamed or removed besides the spool',
        'count',
        0,
        later.touched.filter((file) => file !== 'pending.jsonl').length,
        '',
      ),
      atMost(
        'exit: sockets and children',
        'count',
        0,
        first.sockets + first.children + later.sockets + later.children,
        '',
      ),
      atMost(
        'off: files touched, sockets and children',
        'count',
        0,
        off.touched.length + off.writes.length + off.sockets + off.children,
        '',
      ),
    ],
  }
}
