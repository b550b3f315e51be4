import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runForFigures } from './measure/run-process.ts'
import { median, medianDifference } from './measure/statistics.ts'
import { atMost, showNumber, type Effort, type Report } from './report.ts'
import type { CallCost } from './subjects/time-calls.ts'

/** What a contract costs at start when it declares much, and what judging one record costs. */
export async function measureJudge(folder: string, { smoke, say }: Effort): Promise<Report> {
  const rounds = smoke ? 2 : 40
  say(`contract: ${rounds} rounds of 3 processes`)
  const many = await bundleSubject('many-events', 'cjs')
  const start = (events: number): number =>
    runForFigures<{ ms: number }>(many, [String(events)], {
      env: bareEnvironment(join(folder, `events-${events}`), { BENCH_TELEMETRY: '1' }),
    }).ms
  const judge = await bundleSubject('judge-record', 'esm')
  const judged: { values: CallCost; judge: CallCost; admit: CallCost; parse: CallCost }[] = []
  const ms = await interleave(
    {
      few: () => start(1),
      many: () => start(200),
      judge: (round) => {
        if (round >= 7) return 0
        const figures = runForFigures<(typeof judged)[number]>(judge, smoke ? ['3', '20000'] : ['200', '50000'], {
          env: bareEnvironment(folder),
          nodeFlags: ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
        })
        return judged.push(figures)
      },
    },
    rounds,
  )
  const cost = (of: (figures: (typeof judged)[number]) => CallCost): CallCost => ({
    ns: median(judged.map((figures) => of(figures).ns)),
    bytes: median(judged.map((figures) => of(figures).bytes)),
  })
  const row = (name: string, { ns, bytes }: CallCost): string[] => [name, showNumber(ns), showNumber(bytes)]
  const added = medianDifference(ms.many, ms.few)
  return {
    tables: [
      {
        title: 'A contract at start: declared and set up',
        columns: ['events declared', 'ms'],
        rows: [
          ['1', median(ms.few).toFixed(2)],
          ['200', median(ms.many).toFixed(2)],
          ['added by 199', added.toFixed(2)],
        ],
      },
      {
        title: 'One record of six fields',
        columns: ['what', 'ns', 'heap, bytes'],
        rows: [
          row(
            'judge its six values',
            cost((figures) => figures.values),
          ),
          row(
            'judge the record and make what is kept of it',
            cost((figures) => figures.judge),
          ),
          row(
            'admit it and make the record',
            cost((figures) => figures.admit),
          ),
          row(
            'the limit: JSON.parse of its text',
            cost((figures) => figures.parse),
          ),
        ],
      },
    ],
    verdicts: [
      atMost('contract of 200 events, added at start', 'time', 0.5, added, 'ms'),
      atMost('judge six fields', 'time', 150, cost((figures) => figures.values).ns, 'ns'),
    ],
  }
}
