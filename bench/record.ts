import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { countArrived } from './measure/count-arrived.ts'
import { interleave } from './measure/interleave.ts'
import { bareEnvironment, runForFigures, withFolder } from './measure/run-process.ts'
import { median } from './measure/statistics.ts'
import { atLeast, atMost, showNumber, type Bench, type Report } from './report.ts'
import type { CallCost } from './subjects/time-calls.ts'

/** What a call costs: a bound counter, `record`, off, beside `capture` of posthog-node; and what a million of them leave behind. */
export const record: Bench = {
  name: 'record',
  title: 'Recording',
  needs: ['client'],
  run: ({ smoke, say }) => withFolder((folder) => measureRecording(folder, smoke, say)),
}

type Ways = 'bound' | 'boundMeasured' | 'same' | 'changing' | 'occurrence'
type OurCosts = { readonly [way in Ways]: CallCost }
interface PeerCosts {
  /** Until the call is back, and until what it started in microtasks is done. */
  readonly call: CallCost
  readonly prepared: CallCost
}
interface Burst {
  readonly early: number
  readonly late: number
  readonly rss: number
}

// A young generation that nothing is freed from while heap is counted.
const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']

async function measureRecording(folder: string, smoke: boolean, say: (line: string) => void): Promise<Report> {
  const env = bareEnvironment(folder)
  const on = { ...env, BENCH_TELEMETRY: '1' }
  const ours = await bundleSubject('record-ours', 'esm')
  const peer = await bundleSubject('record-posthog', 'esm')
  const rounds = smoke ? 1 : 5
  const ourArguments = smoke ? ['3', '20000'] : ['200', '50000']
  const taken: { on: OurCosts[]; off: OurCosts[]; peer: PeerCosts[]; peerOff: PeerCosts[] } = {
    on: [],
    off: [],
    peer: [],
    peerOff: [],
  }
  say(`${rounds} rounds of 4 processes`)
  const take = <Costs>(list: Costs[], file: string, args: readonly string[], environment: NodeJS.ProcessEnv): number =>
    list.push(runForFigures<Costs>(file, args, { env: environment, nodeFlags: flags }))
  await interleave(
    {
      on: () => take(taken.on, ours, ourArguments, on),
      peer: () => take(taken.peer, peer, [smoke ? '3' : '100'], env),
      off: () => take(taken.off, ours, ourArguments, { ...env, DO_NOT_TRACK: '1' }),
      peerOff: () => take(taken.peerOff, peer, [smoke ? '3' : '100'], { ...env, BENCH_OFF: '1' }),
    },
    rounds,
    0,
  )
  const cost = <Costs>(list: readonly Costs[], of: (costs: Costs) => CallCost): CallCost => ({
    ns: median(list.map((costs) => of(costs).ns)),
    bytes: median(list.map((costs) => of(costs).bytes)),
  })
  const costs = {
    bound: cost(taken.on, (c) => c.bound),
    boundMeasured: cost(taken.on, (c) => c.boundMeasured),
    same: cost(taken.on, (c) => c.same),
    changing: cost(taken.on, (c) => c.changing),
    occurrence: cost(taken.on, (c) => c.occurrence),
    offBound: cost(taken.off, (c) => c.bound),
    off: cost(taken.off, (c) => c.changing),
    peer: cost(taken.peer, (c) => c.call),
    peerPrepared: cost(taken.peer, (c) => c.prepared),
    peerOff: cost(taken.peerOff, (c) => c.prepared),
  }
  const row = (name: string, { ns, bytes }: CallCost): string[] => [
    name,
    showNumber(ns),
    bytes < 0.5 ? '0' : showNumber(bytes),
  ]
  const burst = await measureBursts(folder, smoke, say)
  return {
    tables: [
      {
        title: 'One call',
        columns: ['call', 'ns', 'heap, bytes'],
        rows: [
          row('bound counter, add()', costs.bound),
          row('bound counter, add({ duration })', costs.boundMeasured),
          row('record, six fields, one combination', costs.same),
          row('record, six fields, a thousand combinations', costs.changing),
          row('record of an occurrence, six fields', costs.occurrence),
          row('off: bound counter, add()', costs.offBound),
          row('off: record, six fields', costs.off),
          row('posthog-node capture, until the call is back', costs.peer),
          row('posthog-node capture, until it is in the queue', costs.peerPrepared),
          row('posthog-node capture, disabled', costs.peerOff),
        ],
        notes: [
          'Median of chunks of a millisecond or so, and of five processes. The values are made before, so that a call and not the making of its argument is measured; heap is what a call takes, freed later or not.',
          'posthog-node prepares an event in microtasks after the call: timed in chunks of 500; its queue is emptied between chunks, outside the time, and neither size nor interval starts a flush.',
        ],
      },
      burst.table,
    ],
    verdicts: [
      atMost('bound counter', 'time', 5, costs.bound.ns, 'ns'),
      atMost('bound counter, heap', 'count', 0, wholeBytes(costs.bound.bytes), 'bytes'),
      atMost('record, six fields, known combination', 'time', 250, costs.changing.ns, 'ns'),
      atMost('record, six fields, known combination, heap', 'count', 0, wholeBytes(costs.changing.bytes), 'bytes'),
      atMost("record over posthog-node's capture", 'ratio', 1 / 8, costs.changing.ns / costs.peer.ns, ''),
      atMost('record while off', 'time', 20, costs.off.ns, 'ns'),
      ...burst.verdicts,
    ],
  }
}

// What counting itself takes is spread over the calls: less than half a byte each.
function wholeBytes(bytes: number): number {
  return bytes < 0.5 ? 0 : bytes
}

async function measureBursts(
  folder: string,
  smoke: boolean,
  say: (line: string) => void,
): Promise<Pick<Report, 'verdicts'> & { table: Report['tables'][number] }> {
  const file = await bundleSubject('burst-ours', 'esm')
  const bare = runForFigures<{ rss: number }>(await bundleSubject('rss-bare', 'esm'), [], {
    env: bareEnvironment(folder),
  })
  const run = async (
    name: string,
    calls: number,
    nodeFlags: readonly string[],
  ): Promise<Burst & { counted: number }> => {
    say(`${name}: ${showNumber(calls)} records`)
    const home = join(folder, name)
    const figures = runForFigures<Burst>(file, [String(calls), '1000'], {
      env: bareEnvironment(home, { BENCH_TELEMETRY: '1' }),
      nodeFlags,
    })
    return { ...figures, counted: await countArrived([join(home, 'state', 'bench', 'telemetry')], calls) }
  }
  const million = smoke ? 20_000 : 1_000_000
  const burst = await run('burst', million, [])
  const long = await run('long', million * 10, ['--expose-gc'])
  const row = (name: string, calls: number, of: Burst & { counted: number }): string[] => [
    name,
    showNumber(calls),
    showNumber(of.counted),
    (of.rss / 1e6).toFixed(0),
    ((of.late - of.early) / 1e3).toFixed(0),
  ]
  return {
    table: {
      title: 'Many calls in one process, over a thousand combinations',
      columns: ['run', 'calls', 'counted, as it arrived', 'most memory, MB', 'heap gained from a tenth to the end, kB'],
      rows: [
        row('burst', million, burst),
        row('ten times that, with collection', million * 10, long),
        ['bare Node', '–', '–', (bare.rss / 1e6).toFixed(0), '–'],
      ],
    },
    verdicts: [
      atLeast(`burst of ${showNumber(million)} records: arrived`, 'count', million, burst.counted, ''),
      atMost('burst: most memory', 'time', 80, burst.rss / 1e6, 'MB'),
      atLeast(`${showNumber(million * 10)} records: arrived`, 'count', million * 10, long.counted, ''),
      atMost(
        'heap gained over the last nine tenths of them',
        'count',
        256,
        Math.max(0, long.late - long.early) / 1e3,
        'kB',
      ),
    ],
  }
}
