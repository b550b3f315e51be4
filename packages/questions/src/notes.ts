import { dayDistance } from './days.ts'
import type { AskedEvent } from './asked-event.ts'
import type { DayRange } from './read-range.ts'

/** Why the last days of a chart rise later. */
export const STILL_FILLING =
  'Days are UTC. A machine sends a finished day with its next run after it, so the last days still rise.'

/** Sentences that belong beside any figure of an event. */
export function eventNotes({ event }: AskedEvent, range: DayRange, today: string): readonly string[] {
  const notes = [STILL_FILLING]
  if (event.sampling !== undefined && event.sampling.rate < 1)
    notes.push(`Estimated: one in ${Math.round(1 / event.sampling.rate)} is recorded, and stands for the others.`)
  if (dayDistance(range.from, today) > event.retention)
    notes.push(`Raw rows of this event live ${event.retention} days; older days hold none.`)
  return notes
}

/** What a reader has to know about folded figures; none where everything is shown. */
export function foldNotes(k: number): readonly string[] {
  return k <= 1
    ? []
    : [
        `Groups of fewer than ${k} machines are not shown alone, and shown figures are rounded to tens, so that nobody can be singled out.`,
      ]
}
