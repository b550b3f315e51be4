import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { countArrived } from './measure/count-arrived.ts'
import { freePort, openBlackHole, openMute, openTaker } from './measure/endpoints.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runNode } from './measure/run-process.ts'
import { median, medianDifference, medianRatio } from './measure/statistics.ts'
import { atLeast, atMost, type Effort, type Report } from './report.ts'

/** How long a command takes that does a tenth of a second of work of its own, ms. */
const WORK = '100'

const states = ['well', 'refused', 'blackHole', 'mute'] as const
type State = (typeof states)[number]
const stateNames: { readonly [state in State]: string } = {
  well: 'answers',
  refused: 'refuses',
  blackHole: 'drops without a word',
  mute: 'accepts and never answers',
}

/** What a command takes while its endpoint is dead in each way, over the same with telemetry off; and that nothing is lost by it. */
export async function measureDeadEndpoints(folder: string, { smoke, long, say }: Effort): Promise<Report> {
  const rounds = smoke ? 2 : long ? 200 : 80
  const port = await freePort()
  const taker = await openTaker()
  const mute = await openMute()
  const blackHole = await openBlackHole()
  const urls = { well: taker.url, refused: `http://127.0.0.1:${port}`, blackHole: blackHole.url, mute: mute.url }
  try {
    say(`dead endpoints: ${rounds} rounds of 5 commands`)
    const command = await bundleSubject('command', 'cjs')
    const home = join(folder, 'dead')
    const env = (state: State): NodeJS.ProcessEnv =>
      bareEnvironment(home, {
        BENCH_TELEMETRY: '1',
        BENCH_WORK: WORK,
        BENCH_ENDPOINT: urls[state],
        BENCH_STATE: join(home, state),
      })
    // Yesterday something was counted, so that the first command of today hands over.
    for (const state of states) runNode(command, [], { env: { ...env(state), BENCH_DAYS: '-1' } })
    const ms = await interleave(
      {
        off: () => runNode(command, [], { env: { ...env('refused'), DO_NOT_TRACK: '1' } }).ms,
        well: () => runNode(command, [], { env: env('well') }).ms,
        refused: () => runNode(command, [], { env: env('refused') }).ms,
        blackHole: () => runNode(command, [], { env: env('blackHole') }).ms,
        mute: () => runNode(command, [], { env: env('mute') }).ms,
      },
      rounds,
    )
    const dead = states.filter((state) => state !== 'well')
    const counted = (rounds + 2) * dead.length
    const arrived = await countArrived(
      dead.map((state) => join(home, state)),
      counted,
    )
    return {
      tables: [
        {
          title: `A command of ${WORK} ms, its endpoint well and dead`,
          columns: ['endpoint', 'ours, ms', 'added to off, ms', 'over off'],
          rows: [
            ['telemetry off', median(ms.off).toFixed(1), '', ''],
            ...states.map((state) => [
              stateNames[state],
              median(ms[state]).toFixed(1),
              medianDifference(ms[state], ms.off).toFixed(2),
              medianRatio(ms[state], ms.off).toFixed(3),
            ]),
          ],
          notes: [
            'Each state of the endpoint has a folder with a finished day in it: the first command of the day hands over, and later ones wait for the back-off.',
            'What others do then is in "Beside five others".',
          ],
        },
      ],
      verdicts: [
        ...dead.map((state) =>
          atMost(
            `command over telemetry off, endpoint ${stateNames[state]}`,
            'ratio',
            1.02,
            medianRatio(ms[state], ms.off),
            '',
          ),
        ),
        atLeast('counted while the endpoint was dead and arrived once it was back', 'count', counted, arrived, ''),
        atMost('the same: arrived more than once', 'count', 0, Math.max(0, arrived - counted), ''),
      ],
    }
  } finally {
    await Promise.all([taker.close(), mute.close(), blackHole.close()])
  }
}
