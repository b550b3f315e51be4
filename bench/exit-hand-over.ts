import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { openTaker } from './measure/endpoints.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runNode } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { atLeast, atMost, showNumber, type Effort, type Report } from './report.ts'

/** What handing over to the detached sender costs the one command a day that does it, and that it sends. */
export async function measureHandOver(folder: string, { smoke, say }: Effort): Promise<Report> {
  const rounds = smoke ? 2 : 40
  say(`hand-over: ${rounds} rounds of 2 processes`)
  const command = await bundleSubject('command', 'cjs')
  const taker = await openTaker()
  const env = bareEnvironment(join(folder, 'hand-over'), { BENCH_TELEMETRY: '1', BENCH_ENDPOINT: taker.url })
  // Yesterday something was counted; today it is due.
  const due = join(folder, 'due')
  runNode(command, [], { env: { ...env, BENCH_STATE: due, BENCH_DAYS: '-1' } })
  const runIn = async (state: string, prepare: boolean): Promise<number> => {
    if (prepare) cpSync(due, state, { recursive: true })
    const { ms } = runNode(command, [], { env: { ...env, BENCH_STATE: state } })
    if (prepare) {
      await settled(() => taker.bodies.length, sent + 1)
      sent = taker.bodies.length
      rmSync(state, { recursive: true, force: true, maxRetries: 3 })
    }
    return ms
  }
  let sent = 0
  const ms = await interleave(
    {
      plain: () => runIn(join(folder, 'not-due'), false),
      due: (round) => runIn(join(folder, `due-${round}`), true),
    },
    rounds,
  )
  const received = taker.bodies.length
  await taker.close()
  const added = medianDifference(ms.due, ms.plain)
  return {
    tables: [
      {
        title: 'Handing over, once a day',
        columns: ['command', 'ms'],
        rows: [
          ['nothing due', median(ms.plain).toFixed(1)],
          ['hands over to the detached sender', median(ms.due).toFixed(1)],
          ['added', added.toFixed(2)],
        ],
        notes: [`${showNumber(received)} batches arrived from ${rounds + 1} commands that handed over.`],
      },
    ],
    verdicts: [
      atMost('handing over, once a day', 'time', 6, added, 'ms'),
      atLeast('batches that arrived from commands that handed over', 'count', rounds + 1, received, ''),
    ],
  }
}

/** Waits until a figure is there, or for ten seconds. */
async function settled(figure: () => number, wanted: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (figure() < wanted && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  // The sender writes down what was answered and ends; a neighbour that still works would spoil the next figure.
  await new Promise((resolve) => setTimeout(resolve, 150))
}
