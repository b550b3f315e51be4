import { setTimeout as wait } from 'node:timers/promises'
import { hasTerminal, playRun } from './play-run.ts'
import type { Fleet, Run } from './fleet.ts'
import type { Place } from './furnish-machine.ts'
import type { ProgressLine } from './progress-line.ts'
import { isSending } from './read-machine.ts'

/** Where nobody listens: the discard port of this machine, which refuses at once. */
const NOWHERE = 'http://127.0.0.1:9'

/** The days, counted back from yesterday, on which the machine that is offline cannot reach anything. */
const OFFLINE: readonly number[] = [4, 3, 2]

/** Runs at the same time: what two cores can bear. */
const AT_ONCE = 3

/** How long one waits for senders, ms; each ends itself within five seconds. */
const SENDERS_MS = 8_000

const DAY = 86_400_000
const MINUTE = 60_000

/** What came of one run. */
export interface PlayedRun extends Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** What is played, and with what. */
export interface Play {
  readonly fleet: Fleet
  readonly places: ReadonlyMap<string, Place>
  /** Address of the collector. */
  readonly collector: string
  /** The real time, ms since 1970. */
  readonly now: number
  readonly progress: ProgressLine
  /** Ends it before the next run. */
  readonly stopping: AbortSignal
}

/**
 * Plays all days in their order, each machine's runs one after the other, and then this morning: one run of every machine, which
 * finds yesterday finished and delivers it.
 */
export async function playFleet({ fleet, places, collector, now, progress, stopping }: Play): Promise<PlayedRun[]> {
  const today = now - (now % DAY)
  const played: PlayedRun[] = []
  const morning: Run[] = fleet.machines.map(({ name }) => ({ machine: name, daysAgo: -1, minute: 0, args: ['count'] }))
  // A run at a terminal that this machine cannot give is a run without one: its notice is not shown, and nothing is kept.
  const terminals = hasTerminal()
  for (let daysAgo = fleet.days - 1; daysAgo >= -1; daysAgo--) {
    const runs = daysAgo === -1 ? morning : fleet.runs.filter((run) => run.daysAgo === daysAgo)
    const day = new Date(today - (daysAgo + 1) * DAY).toISOString().slice(0, 10)
    const step = daysAgo === -1 ? `today, ${day}: yesterday is delivered` : day
    await eachMachine(runs, async (run) => {
      if (stopping.aborted) return
      const place = places.get(run.machine) as Place
      const offline = place.machine.role === 'offline' && OFFLINE.includes(daysAgo)
      const result = await playRun(place, run.args, {
        tool: place.tool(daysAgo),
        endpoint: offline ? NOWHERE : collector,
        now: daysAgo === -1 ? now : today - (daysAgo + 1) * DAY + run.minute * MINUTE,
        terminal: run.terminal === true && terminals,
        killed: run.killed === true,
      })
      played.push({ ...run, ...result })
      progress.show(step, played.length, fleet.runs.length + morning.length)
    })
    await untilQuiet([...places.values()])
  }
  progress.end()
  return played
}

// A person runs one command after the other; different people do not wait for each other.
async function eachMachine(runs: readonly Run[], play: (run: Run) => Promise<void>): Promise<void> {
  const queues = [...Map.groupBy(runs, ({ machine }) => machine).values()]
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
      for (const run of queue) await play(run)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** Waits until no machine's sender is at work. A sender that was started a moment ago has not taken its lock yet. */
export async function untilQuiet(places: readonly Place[]): Promise<void> {
  const deadline = Date.now() + SENDERS_MS
  let quietSince = Date.now()
  while (Date.now() < deadline && Date.now() - quietSince < 400) {
    if (places.some(isSending)) quietSince = Date.now()
    await wait(20)
  }
}
