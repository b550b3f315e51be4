import { DAY_MS, dayOf, dayStart } from './day.ts'
import { olderSince } from './older-state.ts'
import { parsePresence } from './presence.ts'
import type { Session } from './session.ts'
import { parseSettings } from './settings.ts'

/** Fields of an event that the client fills in by their names, where their event declares them and nobody gives them. */
export const FILLED = ['installAge', 'timeToFirstUse'] as const

/**
 * When this machine began: the first choice or notice, or an older tool's first use; ms since 1970.
 * @returns undefined where nothing says
 */
export function beginOf({ world, files, options, clock }: Session): number | undefined {
  if (files === undefined) return undefined
  const reading = parseSettings(world.disk.read(files.settings) ?? '')
  const { first, day, notice } = reading.kind === 'read' ? reading.settings : {}
  const known = parsePresence(world.disk.read(files.presence) ?? '')
  const since = olderSince(options.migrateFrom, world, dayOf(clock()))
  const times = [
    first ?? notice?.at ?? (day === undefined ? undefined : dayStart(day)),
    since && dayStart(since),
    known && dayStart(known.firstWeek),
  ]
  // The week of the first presence row began before it: it counts only where nothing else is known.
  const [chosen, older, week] = times
  const found = [chosen, older].filter((time): time is number => typeof time === 'number')
  return found.length > 0 ? Math.min(...found) : (week as number | undefined)
}

/** Whole days since this machine began. */
export function installAge(session: Session): number | undefined {
  const begin = beginOf(session)
  if (begin === undefined) return undefined
  return Math.max(0, Math.round((dayStart(dayOf(session.clock())) - dayStart(dayOf(begin))) / DAY_MS))
}

/**
 * Time from the begin of this machine to now, in the unit of the field: ms or s of a duration, hours of anything else. For the first
 * use it is asked at; whoever records it declares its event `once: 'install'`.
 */
export function timeToFirstUse(session: Session): number | undefined {
  const begin = beginOf(session)
  if (begin === undefined) return undefined
  const { kind, unit } = (session.contract.fields.timeToFirstUse ?? {}) as { kind?: string; unit?: string }
  const passed = Math.max(0, session.clock() - begin)
  return Math.floor(kind !== 'duration' ? passed / 3_600_000 : unit === 's' ? passed / 1000 : passed)
}

/** The values of fields that the client fills in, as they are now. */
export function filledIn(session: Session, names: readonly string[]): { [field: string]: number | undefined } {
  const given: { [field: string]: number | undefined } = {}
  if (names.includes('installAge')) given.installAge = installAge(session)
  if (names.includes('timeToFirstUse')) given.timeToFirstUse = timeToFirstUse(session)
  return given
}
