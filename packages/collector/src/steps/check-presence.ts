import { isEnvironment, isPresence } from '../is-presence.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/** A machine has one presence row of each grain a day, and tells each context value alone once, and a batch is of one machine and day: what is more is a duplicate. */
export function checkPresence(value: Judged): Judged {
  const seen = new Set<string>()
  let doubled = false
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped') return outcome
    const { record } = outcome
    if (!isPresence(record) && !isEnvironment(record)) return outcome
    const grain = isPresence(record) ? record.fields.grain : `environment/${record.fields.field}`
    if (!seen.has(grain)) {
      seen.add(grain)
      return outcome
    }
    doubled = true
    return { kind: 'dropped', reason: 'duplicate' }
  })
  return doubled ? { ...value, outcomes } : value
}
