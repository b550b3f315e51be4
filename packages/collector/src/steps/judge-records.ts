import { LIMITS, UNDECLARED, type Drift, type WireRecord } from '@plainsight/contract/judge'
import type { Desk } from '../desk.ts'
import type { Dated, Judged, RecordOutcome } from '../passage.ts'

/** Judges the context once and every record against the version that the batch states: one outcome for each. */
export function judgeRecords(value: Dated, { clock, isEventStopped }: Desk): Judged {
  const { batch, known, untimely, grant } = value
  if (untimely !== undefined) {
    const outcomes = batch.events.map((): RecordOutcome => ({ kind: 'dropped', reason: untimely }))
    return { ...value, context: {}, outcomes, drift: [] }
  }
  const { compiled } = known
  const { source, day, version } = batch
  const station = { source, day, version, service: grant?.service === true }
  const latest = clock() + LIMITS.minutesAhead * 60_000
  const context = compiled.judgeContext(batch.context)
  const drift: Drift[] = [...(compiled.judgeDrift(batch.drift) ?? []), ...context.drift]
  if (batch.hasMore) drift.push([UNDECLARED, UNDECLARED, 'unknown-field'])
  const outcomes = batch.events.map((wire): RecordOutcome => {
    const verdict = compiled.judge(wire, station)
    for (const entry of verdict.drift) drift.push(entry)
    if (verdict.kind === 'dropped') return { kind: 'dropped', reason: verdict.reason }
    if (isEventStopped(batch.contract, version, verdict.record.name)) return { kind: 'dropped', reason: 'stopped' }
    return isAhead(verdict.record, latest) ? { kind: 'dropped', reason: 'too-new' } : verdict
  })
  return { ...value, context: context.kept, outcomes, drift: eachOnce(drift) }
}

function isAhead(record: WireRecord, latest: number): boolean {
  if (!('at' in record) || record.at === undefined) return false
  const at = record.at
  return Date.parse(at.length === 13 ? `${at}:00Z` : `${at}Z`) > latest
}

// A batch is of one machine and day: each triple counts one machine, however often it stands there.
function eachOnce(drift: readonly Drift[]): readonly Drift[] {
  if (drift.length < 2) return drift
  return [...new Map(drift.map((entry) => [entry.join('\n'), entry])).values()]
}
