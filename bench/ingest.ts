import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundleServer } from './measure/bundle-subject.ts'
import { childrenUse, processUse, type TreeUse } from './measure/process-tree.ts'
import { bareEnvironment, subjects, withFolder } from './measure/run-process.ts'
import { startServing, type Serving } from './measure/serving-process.ts'
import { median } from './measure/statistics.ts'
import { atLeast, atMost, showNumber, type Bench, type Report, type Verdict } from './report.ts'
import type { LoadFigures, LoadOrder } from './subjects/load.ts'

/** What taking batches costs the collector, judged, committed and stored, beside a server that only reads and parses them. */
export const ingest: Bench = {
  name: 'ingest',
  title: 'Ingest',
  needs: [],
  run: ({ smoke, say }) => withFolder((folder) => measureIngest(folder, smoke, say)),
}

type Kind = 'os' | 'fsync' | 'plain'

interface Load {
  readonly figures: LoadFigures
  /** Seconds of CPU until everything was stored: of the server, and of its store child. */
  readonly server: number
  readonly child: number
}

// The load generator runs from its source.
const nodeFlags = ['--conditions=plainsight-source']

async function measureIngest(folder: string, smoke: boolean, say: (line: string) => void): Promise<Report> {
  const seconds = smoke ? 1 : 4
  const rounds = smoke ? 1 : 3
  const loads: { kind: Kind; size: number; loads: Load[] }[] = []
  const loadsOf = (kind: Kind, size: number): Load[] => {
    const found = loads.find((held) => held.kind === kind && held.size === size)
    if (found !== undefined) return found.loads
    const held = { kind, size, loads: [] }
    loads.push(held)
    return held.loads
  }
  const ready: number[] = []
  const serve = await bundleServer()
  const memory: { steady: number; server: number; child: number }[] = []
  const acks: { kind: Kind; figures: LoadFigures }[] = []

  for (let round = 0; round < rounds; round++) {
    for (const kind of ['plain', 'os', 'fsync'] as const) {
      say(`round ${round + 1} of ${rounds}: ${kind}`)
      const serving = await start(kind, serve, join(folder, `${kind}-${round}`))
      try {
        if (kind !== 'plain') ready.push(serving.readyMs)
        await load(serving, { port: serving.port, connections: 16, size: 50, rate: 200, seconds: seconds / 2 })
        const steady = processUse(serving.pid).memory
        for (const size of [50, 1]) {
          const order = { port: serving.port, connections: 16, size }
          await load(serving, { ...order, seconds: seconds / 4 })
          const full = await load(serving, { ...order, seconds })
          loadsOf(kind, size).push(full)
          if (kind === 'plain' || size === 1) continue
          const rate = full.figures.requests / full.figures.seconds / 2
          acks.push({ kind, figures: (await load(serving, { ...order, connections: 64, seconds, rate })).figures })
        }
        if (kind !== 'plain')
          memory.push({
            steady,
            server: processUse(serving.pid).memory,
            child: childrenUse(serving.pid).memory,
          })
      } finally {
        await serving.close()
      }
    }
  }

  const perCpu = (kind: Kind, size: number, of: (load: Load) => number, cpu: (load: Load) => number): number =>
    median(loadsOf(kind, size).map((held) => of(held) / cpu(held)))
  const whole = (held: Load): number => held.server + held.child
  const events = (held: Load): number => held.figures.accepted
  const requests = (held: Load): number => held.figures.requests
  const ack = (kind: Kind, of: (figures: LoadFigures) => number): number =>
    median(acks.filter((held) => held.kind === kind).map((held) => of(held.figures)))
  const refusals = loads.reduce(
    (sum, held) =>
      sum + held.loads.reduce((all, { figures }) => all + Object.values(figures.refused).reduce((a, b) => a + b, 0), 0),
    0,
  )
  const missing = loads.reduce(
    (sum, { kind, size, loads: held }) =>
      sum +
      (kind === 'plain'
        ? 0
        : held.reduce((all, { figures }) => all + Math.abs(figures.requests * size - figures.accepted), 0)),
    0,
  )
  const names = {
    plain: 'plain node:http and JSON.parse',
    os: 'collector, durability os',
    fsync: 'collector, durability fsync',
  }
  const peak = {
    steady: Math.max(...memory.map((use) => use.steady)) / 1e6,
    server: Math.max(...memory.map((use) => use.server)) / 1e6,
    child: Math.max(...memory.map((use) => use.child)) / 1e6,
  }
  const verdicts: Verdict[] = [
    atMost('full load: answers other than 200', 'count', 0, refusals, ''),
    atMost('full load: events sent and not accepted', 'count', 0, missing, ''),
    atLeast(
      'events per CPU-second, 50 a request, server and store',
      'time',
      25_000,
      perCpu('fsync', 50, events, whole),
      '',
    ),
    atLeast(
      'single-event requests per CPU-second, server and store',
      'time',
      2_500,
      perCpu('fsync', 1, requests, whole),
      '',
    ),
    atMost(
      'ack p99 at half load, os',
      'time',
      150,
      ack('os', (figures) => figures.p99),
      'ms',
    ),
    atMost(
      'ack p99 at half load, fsync',
      'time',
      300,
      ack('fsync', (figures) => figures.p99),
      'ms',
    ),
    atMost('memory of the server at 10 000 events a second, without the store child', 'time', 200, peak.steady, 'MB'),
    atMost('memory of the server after full load, without the store child', 'time', 200, peak.server, 'MB'),
    atMost('memory with the store child', 'time', 1_000, peak.server + peak.child, 'MB'),
    atMost('ready, empty', 'time', 2, median(ready) / 1000, 's'),
  ]
  return {
    tables: [
      {
        title: 'Full load from 16 connections, per second of CPU',
        columns: [
          'server',
          'events a request',
          'requests / s',
          'requests / CPU-s',
          'events / CPU-s',
          'without the store child',
          '× plain',
        ],
        rows: [50, 1].flatMap((size) =>
          (['plain', 'os', 'fsync'] as const).map((kind) => [
            names[kind],
            String(size),
            showNumber(median(loadsOf(kind, size).map(({ figures }) => figures.requests / figures.seconds))),
            showNumber(perCpu(kind, size, requests, whole)),
            showNumber(perCpu(kind, size, events, whole)),
            showNumber(perCpu(kind, size, events, (held) => held.server)),
            (perCpu('plain', size, requests, whole) / perCpu(kind, size, requests, whole)).toFixed(2),
          ]),
        ),
        notes: [
          'CPU of the server and of its store child from the first request until the last event is in the store; the load comes from a third process on the same cores.',
          'Every request is a batch of its own with the full judge, a commit before its answer, and a block into the embedded store.',
        ],
      },
      {
        title: 'Acknowledgement at half of the full load, 50 events a request',
        columns: ['server', 'requests / s', 'p50, ms', 'p99, ms', 'longest, ms'],
        rows: (['os', 'fsync'] as const).map((kind) => [
          names[kind],
          showNumber(ack(kind, (figures) => figures.requests / figures.seconds)),
          showNumber(ack(kind, (figures) => figures.p50)),
          showNumber(ack(kind, (figures) => figures.p99)),
          showNumber(ack(kind, (figures) => figures.max)),
        ]),
        notes: ['Requests are due at even distances, from 64 connections; a late one is counted from when it was due.'],
      },
      {
        title: 'Memory and start',
        columns: ['what', 'figure'],
        rows: [
          ['server, most memory at 10 000 events a second, MB', showNumber(peak.steady)],
          ['server, most memory after full load, MB', showNumber(peak.server)],
          ['store child, most memory, MB', showNumber(peak.child)],
          ['ready in an empty folder, ms', showNumber(median(ready))],
        ],
      },
    ],
    verdicts,
  }
}

function start(kind: Kind, serve: string, folder: string): Promise<Serving> {
  const env = bareEnvironment(folder)
  return kind === 'plain'
    ? startServing(join(subjects, 'serve-plain.ts'), [], env)
    : startServing(serve, [folder, kind], env)
}

async function load(serving: Serving, order: LoadOrder): Promise<Load> {
  const use = (): [TreeUse, TreeUse] => [processUse(serving.pid), childrenUse(serving.pid)]
  const [serverBefore, childBefore] = use()
  const figures = await sendLoad(order)
  await serving.drain()
  const [serverAfter, childAfter] = use()
  return { figures, server: serverAfter.cpu - serverBefore.cpu, child: childAfter.cpu - childBefore.cpu }
}

function sendLoad(order: LoadOrder): Promise<LoadFigures> {
  const child = spawn(process.execPath, [...nodeFlags, join(subjects, 'load.ts'), JSON.stringify(order)], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as LoadFigures)
      else reject(new Error(`the load generator ended with ${code}`))
    })
  })
}
