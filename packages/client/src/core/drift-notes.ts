import type { Reason } from '@plainsight/contract/judge'

/** What did not fit today: each event, field and reason at most once, never a value. */
export interface DriftNotes {
  /** Notes that something did not fit; a second note of the same day is the first. */
  note(event: string, field: string, reason: Reason): void
  /** Hands over what was noted since the last call, each triple once a day. */
  drain(): readonly (readonly [event: string, field: string, reason: Reason])[]
  /** Forgets everything: a new day, or the state is no longer on. */
  clear(): void
}

/** Makes an empty set of notes. */
export function createDriftNotes(): DriftNotes {
  const seen = new Set<string>()
  let fresh: (readonly [string, string, Reason])[] = []
  return {
    note(event, field, reason) {
      const key = `${event}\n${field}\n${reason}`
      if (seen.has(key)) return
      seen.add(key)
      fresh.push([event, field, reason])
    },
    drain() {
      const drained = fresh
      fresh = []
      return drained
    },
    clear() {
      seen.clear()
      fresh = []
    },
  }
}
