import { bucketKey } from '@plainsight/contract/histogram'
import { bucket, choice, defineContract, duration, event, flag, rollup } from '@plainsight/contract'
import { normalContract, PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import type { DriftRow, EventRow, OutcomeRow } from '@plainsight/store'

const said = { why: 'Which parts to work on first', readBy: ['chart:tests'] } as const

/** The contract of the seeded fleet, as its authors wrote it. */
export const FLEET_SOURCE = defineContract({
  name: 'fleet-tool',
  version: '1.0.0',
  title: 'Fleet tool',
  description: 'A tool that machines use at random, for tests',
  owners: ['@fleet/dx'],
  consent: { preset: 'opt-in' },
  retention: { raw: 120 },
  sources: ['cli', 'mcp'],
  context: ['os', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    command: choice(['init', 'build', 'test', 'deploy'], 'Which command ran'),
    outcome: choice(['ok', 'error'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
    files: bucket([100, 1_000, 10_000], 'Files in the project'),
    incremental: flag('Whether only changes were indexed'),
  },
  events: {
    'command.completed': rollup({
      ...said,
      what: 'A command ended',
      by: ['command', 'outcome'],
      measure: ['duration'],
    }),
    'project.indexed': event({
      ...said,
      what: 'A project was indexed',
      identity: 'month',
      fields: { files: 'required', duration: 'optional', incremental: 'optional' },
    }),
    'tip.shown': rollup({
      ...said,
      what: 'A tip was shown',
      by: { command: { need: 'optional' }, files: { need: 'optional' } },
      sampling: { rate: 0.5 },
    }),
  },
})

/** The same with nothing left unsaid. */
export const FLEET_CONTRACT: NormalContract = normalContract(FLEET_SOURCE)

/** One use of the tool: what really happened, before anything was folded or made nameless. */
export interface Use {
  readonly machine: number
  readonly day: string
  readonly event: string
  readonly source: string
  readonly context: { readonly os: string; readonly productVersion: string }
  readonly fields: { readonly [field: string]: string | boolean | number }
  /** Milliseconds as they stand on the wire; absent where the event measures nothing or the field was not given. */
  readonly duration?: number
  /** Whether the machine is in the sample of the event. */
  readonly recorded: boolean
}

/** A fleet: what happened, and the rows that clients and collector make of it. */
export interface Fleet {
  readonly uses: readonly Use[]
  readonly rows: readonly EventRow[]
  readonly drift: readonly DriftRow[]
  readonly outcomes: readonly OutcomeRow[]
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The day so many days later. */
export function laterDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export function weekStart(day: string): string {
  return laterDay(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

/**
 * Lets machines use the tool for some days, and writes down both what happened and the rows that come of it.
 * @param last the last day, UTC
 */
export function seededFleet(options: {
  readonly seed: number
  readonly machines: number
  readonly days: number
  readonly last: string
}): Fleet {
  const chance = seededChance(options.seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
  const first = laterDay(options.last, 1 - options.days)
  const uses: Use[] = []
  const rows: EventRow[] = []
  const drift: DriftRow[] = []
  let key = options.seed * 1_000_000
  const row = (over: Pick<EventRow, 'event' | 'day'> & Partial<EventRow>): void => {
    rows.push({
      version: '1.0.0',
      source: 'cli',
      actor: 'anonymous',
      key: (++key).toString(16).padStart(16, '0'),
      expires: laterDay(over.day, 120),
      ...over,
    })
  }

  for (let machine = 0; machine < options.machines; machine++) {
    const os = chance() < 0.6 ? 'linux' : chance() < 0.9 ? 'darwin' : 'windows'
    const habit = 0.1 + chance() * 0.7
    const joined = Math.floor(chance() * options.days * 0.6)
    const upgrade = Math.floor(chance() * options.days)
    const sampled = chance() < 0.5
    const seen: string[] = []
    for (let i = joined; i < options.days; i++) {
      if (chance() > habit) continue
      const day = laterDay(first, i)
      presenceRows(seen, day, os, row)
      seen.push(day)
      const context = { os, productVersion: i < upgrade ? '2.3' : chance() < 0.02 ? 'other' : '2.4' }
      const made = Array.from({ length: 1 + Math.floor(chance() * 6) }, () => oneUse(machine, day, context, sampled))
      uses.push(...made)
      counterRows(made, row)
      for (const use of made) if (use.event === 'project.indexed') occurrenceRow(use, row)
      if (chance() < 0.1)
        drift.push({
          day,
          contract: FLEET_CONTRACT.name,
          version: '1.0.0',
          event: 'command.completed',
          field: 'command',
          reason: 'other',
          machines: 1,
        })
    }
  }
  const dropped = Math.floor(rows.length / 50)
  const outcome = (day: string, word: string, reason: string, count: number): OutcomeRow => ({
    minute: `${day}T06:30`,
    contract: FLEET_CONTRACT.name,
    version: '1.0.0',
    source: 'cli',
    outcome: word,
    reason,
    count,
  })
  const outcomes = [
    outcome(options.last, 'stored', '', rows.length),
    ...(dropped > 0 ? [outcome(options.last, 'refused', 'too-old', dropped)] : []),
  ]
  return { uses, rows, drift, outcomes }

  function oneUse(machine: number, day: string, context: Use['context'], sampled: boolean): Use {
    const source = chance() < 0.85 ? 'cli' : 'mcp'
    const kind = chance()
    if (kind < 0.2) {
      const length = Math.round(chance() * 90) * 100
      return {
        machine,
        day,
        event: 'project.indexed',
        source,
        context,
        fields: {
          files: pick(['<100', '100-1k', '1k-10k', '10k+']),
          ...(chance() < 0.8 ? { duration: length } : {}),
          ...(chance() < 0.5 ? { incremental: chance() < 0.5 } : {}),
        },
        recorded: true,
      }
    }
    if (kind < 0.45)
      return {
        machine,
        day,
        event: 'tip.shown',
        source: 'cli',
        context,
        fields: {
          ...(chance() < 0.5 ? { command: pick(['init', 'build']) } : {}),
          ...(chance() < 0.5 ? { files: pick(['<100', '100-1k']) } : {}),
        },
        recorded: sampled,
      }
    const command =
      chance() < 0.5 ? 'build' : chance() < 0.6 ? 'test' : chance() < 0.9 ? 'init' : chance() < 0.7 ? 'deploy' : 'other'
    return {
      machine,
      day,
      event: 'command.completed',
      source,
      context,
      fields: { command, outcome: chance() < 0.9 ? 'ok' : 'error' },
      duration: Math.round(chance() ** 3 * 200) * 10,
      recorded: true,
    }
  }
}

type PutRow = (over: Pick<EventRow, 'event' | 'day'> & Partial<EventRow>) => void

// One row at most for each grain, at the first use of the period (privacy.md, 2).
function presenceRows(seen: readonly string[], day: string, os: string, row: PutRow): void {
  const presence = (fields: { readonly [field: string]: string }): void =>
    row({ event: PRESENCE, day, context: { os }, fields })
  const last = seen.at(-1)
  const gap = last === undefined ? undefined : daysBetween(last, day)
  presence({ grain: 'day', gap: gap === undefined ? 'first' : gap >= 7 ? '7+' : String(gap) })
  if (last === undefined || weekStart(last) !== weekStart(day)) {
    const back = last === undefined ? undefined : daysBetween(weekStart(last), weekStart(day)) / 7
    const index = daysBetween(weekStart(seen[0] ?? day), weekStart(day)) / 7
    const indexWord = index <= 4 ? String(index) : index <= 8 ? '5-8' : index <= 12 ? '9-12' : '13-25'
    presence({ grain: 'week', back: back === undefined ? 'first' : back >= 4 ? '4+' : String(back), index: indexWord })
  }
  if (last === undefined || last.slice(0, 7) !== day.slice(0, 7)) presence({ grain: 'month' })
}

// Uses of one machine and day, folded to one row per source and combination, as a client does.
function counterRows(made: readonly Use[], row: PutRow): void {
  const folded = Map.groupBy(
    made.filter((use) => use.recorded && use.event !== 'project.indexed'),
    (use) => JSON.stringify([use.event, use.source, use.fields]),
  )
  for (const group of folded.values()) {
    const [{ event, day, source, context, fields }] = group as [Use]
    const hist: { [bucket: string]: number } = {}
    for (const use of group)
      if (use.duration !== undefined) hist[bucketKey(use.duration)] = (hist[bucketKey(use.duration)] ?? 0) + 1
    const sum = group.reduce((total, use) => total + (use.duration ?? 0), 0)
    row({
      event,
      day,
      source,
      context,
      fields,
      count: group.length,
      ...(event === 'tip.shown' ? { weight: 2 } : { measures: { duration: { sum, hist } } }),
    })
  }
}

function occurrenceRow(use: Use, row: PutRow): void {
  const { event, day, source, context, fields, machine } = use
  // An id that lives as long as its month.
  const id = `${machine.toString(16).padStart(8, '0')}${day.slice(0, 7).replace('-', '0').padStart(8, '0')}`
  row({ event, day, at: `${day}T10`, source, context, fields, id })
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
