import type { Contract } from '@plainsight/contract'
import { ENVIRONMENT } from '@plainsight/contract/judge'
import { dayOf, dayStart, DAY_MS } from './day.ts'
import type { Disk } from './disk.ts'
import { admitOne } from './context.ts'
import type { Row, Subject } from './journal.ts'
import { olderSince } from './older-state.ts'
import type { Session } from './session.ts'

/** What a machine remembers of its own use, `presence.json`: the last day, week and month, and the first week. */
export interface PresenceMemory {
  readonly day: string
  /** The Monday of the last week, and of the first one. */
  readonly week: string
  readonly firstWeek: string
  readonly month: string
}

/** Presence rows that are due, as the rest of their lines, and the memory to keep. */
export interface PresenceRows {
  readonly rests: readonly string[]
  readonly memory: PresenceMemory
}

/**
 * The presence rows of a day (privacy.md, 2): each grain at most once per machine and period; none when the clock went back.
 * @param memory what was remembered; undefined on a machine's first day
 * @returns undefined when nothing is due
 */
export function presenceRows(memory: PresenceMemory | undefined, day: string): PresenceRows | undefined {
  if (memory !== undefined && day <= memory.day) return undefined
  const week = mondayOf(day)
  const month = day.slice(0, 7)
  const rests = [`"w":"day","gap":"${gapOf(memory, day)}"`]
  if (memory === undefined || week > memory.week)
    rests.push(`"w":"week","back":"${backOf(memory, week)}","index":"${indexOf(memory, week)}"`)
  if (memory === undefined || month > memory.month) rests.push('"w":"month"')
  return { rests, memory: { day, week, firstWeek: memory?.firstWeek ?? week, month } }
}

/**
 * Adds to rows the presence rows that are due, and remembers them. Made at a period's first record: a process that only looked makes
 * none. A machine that an older tool knew is not counted as a new one.
 */
export function addPresence(
  disk: Disk,
  path: string,
  rows: Row[],
  session?: Pick<Session, 'clock' | 'options' | 'world'> & { readonly contract?: Contract },
): void {
  const days = new Map<string, Subject>()
  for (const { kind, tail, subject } of rows) if (kind !== 'd') days.set(tail.slice(5, 15), subject)
  const first = parsePresence(disk.read(path) ?? '')
  const since =
    first === undefined
      ? session && olderSince(session.options.migrateFrom, session.world, dayOf(session.clock()))
      : undefined
  let memory = first
  if (since !== undefined)
    memory = { day: since, week: mondayOf(since), firstWeek: mondayOf(since), month: since.slice(0, 7) }
  for (const [day, subject] of days) {
    const due = presenceRows(memory, day)
    if (due === undefined) continue
    if (session?.contract !== undefined && memory?.month !== due.memory.month)
      addEnvironment(session.contract, session.world, day, subject, rows)
    memory = due.memory
    if (session?.contract?.presence === false) continue
    for (const rest of due.rests) rows.push({ kind: 'p', tail: `"d":"${day}",${rest}}`, subject })
  }
  if (memory !== first) disk.write(path, `${JSON.stringify(memory)}\n`)
}

// Context values told alone, each in a row of its own with the month's first record; the cutter gives them no id and no context.
function addEnvironment(contract: Contract, world: Session['world'], day: string, subject: Subject, rows: Row[]): void {
  for (const field of contract.environment ?? []) {
    const value = admitOne(contract, field, subject.context[field] ?? world.probe(field))
    if (value === undefined) continue
    const told = JSON.stringify({ field, value })
    rows.push({ kind: 'e', tail: `"d":"${day}","e":"${ENVIRONMENT}","f":${told}}`, subject })
  }
}

/** Reads presence.json; what is damaged is forgotten, as if the machine were new. */
export function parsePresence(text: string): PresenceMemory | undefined {
  try {
    const { day, week, firstWeek, month } = JSON.parse(text) as { [key in keyof PresenceMemory]?: unknown }
    return isDay(day) && isDay(week) && isDay(firstWeek) && typeof month === 'string' && /^\d{4}-\d\d$/.test(month)
      ? { day, week, firstWeek, month }
      : undefined
  } catch {
    return undefined
  }
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayStart(text))
}

function gapOf(memory: PresenceMemory | undefined, day: string): string {
  if (memory === undefined) return 'first'
  const days = (dayStart(day) - dayStart(memory.day)) / DAY_MS
  return days >= 7 ? '7+' : String(days)
}

function backOf(memory: PresenceMemory | undefined, week: string): string {
  if (memory === undefined) return 'first'
  const weeks = weeksBetween(memory.week, week)
  return weeks >= 4 ? '4+' : String(weeks)
}

function indexOf(memory: PresenceMemory | undefined, week: string): string {
  const weeks = memory === undefined ? 0 : weeksBetween(memory.firstWeek, week)
  if (weeks <= 4) return String(Math.max(0, weeks))
  if (weeks <= 8) return '5-8'
  if (weeks <= 12) return '9-12'
  if (weeks <= 25) return '13-25'
  return weeks <= 51 ? '26-51' : '52+'
}

// Weeks are named by their Monday, so that ISO year ends need no care: the difference is a number of days.
function mondayOf(day: string): string {
  const start = dayStart(day)
  const weekday = (new Date(start).getUTCDay() + 6) % 7
  return new Date(start - weekday * DAY_MS).toISOString().slice(0, 10)
}

function weeksBetween(from: string, to: string): number {
  return Math.round((dayStart(to) - dayStart(from)) / (7 * DAY_MS))
}
