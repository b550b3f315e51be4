import { join } from 'node:path'
import { bareEnvironment, runForFigures, subjects, withFolder } from './measure/run-process.ts'
import { percentile } from './measure/statistics.ts'
import { atMost, showNumber, type Bench, type Report } from './report.ts'
import type { StoreFigures } from './subjects/measure-store.ts'

/** What events take in the embedded store, and how quickly each question of the dashboard is answered from it. */
export const store: Bench = {
  name: 'store',
  title: 'Store',
  needs: [],
  run: ({ smoke, long, say }) =>
    withFolder((folder) => {
      const rows = smoke ? 9_000 : long ? 10_000_000 : 1_000_000
      say(`${showNumber(rows)} rows`)
      return measureStore(folder, rows, smoke)
    }),
}

function measureStore(folder: string, rows: number, smoke: boolean): Report {
  const figures = runForFigures<StoreFigures>(
    join(subjects, 'measure-store.ts'),
    [join(folder, 'events'), String(rows), String(Math.min(rows, 300_000)), smoke ? '2' : '20'],
    { env: bareEnvironment(folder), nodeFlags: ['--conditions=plainsight-source'], limitMs: 3_600_000 },
  )
  const questions = figures.questions.map(({ name, rows: answered, ms }) => ({
    name,
    answered,
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
  }))
  return {
    tables: [
      {
        title: `Bytes on disk and insert rate, ${showNumber(rows)} rows`,
        columns: ['what', 'figure'],
        rows: [
          ['bytes a row, machine-days of presence, counters and sessions', figures.mixedBytes.toFixed(1)],
          ['bytes a row, sessions of six fields with their scoped ids', figures.sessionBytes.toFixed(1)],
          ['rows a second, blocks of 10 000, durability fsync', showNumber(figures.rowsPerSecond)],
          ['of that time, encoding, %', showNumber(figures.encodeShare * 100)],
        ],
        notes: ['With indexes and marks, after merging. 90 days, each day written as it would come.'],
      },
      {
        title: `Questions over 90 days, ${showNumber(rows)} rows`,
        columns: ['question', 'rows answered', 'p50, ms', 'p95, ms'],
        rows: questions.map(({ name, answered, p50, p95 }) => [
          name,
          showNumber(answered),
          showNumber(p50),
          showNumber(p95),
        ]),
        notes: ['From the question to the answer with small cells folded, one at a time.'],
      },
    ],
    verdicts: [
      // Columns of few rows carry their marks: what counts is what is left when there are many.
      ...(smoke ? [] : [atMost('bytes of an event with its id', 'count', 45, figures.sessionBytes, 'bytes')]),
      ...questions.map(({ name, p95 }) =>
        atMost(`question ${name}, ${showNumber(rows)} rows, p95`, 'time', 300, p95, 'ms'),
      ),
    ],
  }
}
