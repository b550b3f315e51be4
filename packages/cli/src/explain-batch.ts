import {
  fieldOf,
  fieldType,
  PRESENCE,
  REASONS,
  type CompiledContract,
  type Drift,
  type Reason,
  type Slot,
  type Station,
} from '@plainsight/contract/judge'
import { driftLine, recordLines, valueLine, type SeenDrift, type SeenRecord, type SeenValue } from './seen-record.ts'
import { visibleValue } from './visible-value.ts'

/** A batch as it came: nothing in it has been checked. */
export interface ArrivedBatch {
  readonly day?: unknown
  readonly source?: unknown
  readonly version?: unknown
  readonly context?: unknown
  readonly events?: unknown
  readonly drift?: unknown
}

/** What is said about a batch, and what it is answered. */
export interface ExplainedBatch {
  readonly context: readonly SeenValue[]
  readonly records: readonly SeenRecord[]
  readonly drift: readonly SeenDrift[]
  /** All of it as a terminal shows it. */
  readonly lines: readonly string[]
  readonly accepted: number
  readonly rejected: readonly { readonly index: number; readonly reason: string }[]
}

/**
 * Says of every value of a batch whether it is kept, and by which rule. Refused values are shown too: this is for the developer's own
 * desk, where they came from, and for nowhere else. Never throws.
 */
export function explainBatch(compiled: CompiledContract, batch: ArrivedBatch): ExplainedBatch {
  const station: Station = {
    day: String(batch.day),
    source: String(batch.source),
    version: String(batch.version),
    service: false,
  }
  const rejected: { index: number; reason: string }[] = []
  const events = Array.isArray(batch.events) ? (batch.events as unknown[]) : []
  const records = events.map((wire, index): SeenRecord => {
    const verdict = compiled.judge(wire, station)
    if (verdict.kind === 'dropped') rejected.push({ index, reason: verdict.reason })
    return seenRecord(compiled, wire, verdict.kind === 'dropped' ? verdict.reason : undefined)
  })
  const context = seenContext(compiled, batch.context)
  const drift = (compiled.judgeDrift(batch.drift) ?? []).map((entry) => seenDrift(compiled, entry))
  const lines = [...context.map(valueLine), ...records.flatMap(recordLines), ...drift.map(driftLine)]
  return { context, records, drift, lines, accepted: events.length - rejected.length, rejected }
}

/** The rule of one slot, in words. */
export function ruleOf({ field, is }: Slot): string {
  return is === undefined ? fieldType(field).sentence(field) : `always ${visibleValue(is)}`
}

/** A word as it can be printed, without quotes. */
export function visibleWord(value: unknown): string {
  const shown = visibleValue(value)
  return typeof value === 'string' ? shown.slice(1, -1) : shown
}

function seenRecord(compiled: CompiledContract, wire: unknown, dropped: Reason | undefined): SeenRecord {
  const { name, count, at } = (wire ?? {}) as { readonly [key in 'name' | 'count' | 'at']?: unknown }
  return {
    event: typeof name === 'string' ? visibleWord(name) : 'a record without a name',
    count: typeof count === 'number' ? count : typeof at === 'string' ? 1 : 0,
    ...(typeof at === 'string' ? { at: visibleWord(at) } : {}),
    ...(dropped === undefined ? {} : { dropped, because: REASONS[dropped] }),
    values: seenValues(compiled, wire),
  }
}

function seenValues(compiled: CompiledContract, wire: unknown): SeenValue[] {
  const { name, by, fields, ids, measure } = (wire ?? {}) as { readonly [key: string]: unknown }
  const event = typeof name === 'string' ? compiled.event(name) : undefined
  const values = [by, fields, ids].flatMap(entriesOf).map(([key, value]): SeenValue => {
    // Presence is the language's own: its values have no declaration to show.
    if (name === PRESENCE) return { ...plain(key, value), verdict: 'kept', rule: '' }
    return declaredValue(key, value, event?.slot.get(key))
  })
  for (const [key, value] of entriesOf(measure)) {
    const { sum, hist } = (value ?? {}) as { readonly sum?: unknown; readonly hist?: unknown }
    const often = entriesOf(hist).reduce((total, [, n]) => total + (typeof n === 'number' ? n : 0), 0)
    const slot = event?.slot.get(key)
    values.push(
      slot?.role === 'measure'
        ? {
            field: visibleWord(key),
            given: `sum ${visibleValue(sum)} of ${often} ${often === 1 ? 'value' : 'values'}`,
            verdict: 'kept',
            rule: ruleOf(slot),
          }
        : declaredValue(key, value, undefined),
    )
  }
  return values
}

function declaredValue(key: string, value: unknown, slot: Slot | undefined): SeenValue {
  if (slot === undefined)
    return { ...plain(key, value), verdict: 'refused', because: REASONS['unknown-field'], rule: 'left out' }
  const reason = slot.judge(value)
  const rule = ruleOf(slot)
  return reason === undefined
    ? { ...plain(key, value), verdict: 'kept', rule }
    : { ...plain(key, value), verdict: 'refused', reason, because: REASONS[reason], rule }
}

function seenContext(compiled: CompiledContract, context: unknown): SeenValue[] {
  const { kept } = compiled.judgeContext(context)
  return entriesOf(context).map(([key, value]) => {
    const field = fieldOf(compiled.contract, key)
    const rule = field === undefined ? 'no event of this contract asks for it' : fieldType(field).sentence(field)
    return Object.hasOwn(kept, key)
      ? { ...plain(key, value), verdict: 'kept', rule }
      : { ...plain(key, value), verdict: 'refused', because: 'left out', rule }
  })
}

function seenDrift(compiled: CompiledContract, [event, field, reason]: Drift): SeenDrift {
  const slot = compiled.event(event)?.slot.get(field)
  return { event, field, reason, because: REASONS[reason], rule: slot === undefined ? '' : ruleOf(slot) }
}

function plain(key: string, value: unknown): { readonly field: string; readonly given: string } {
  return { field: visibleWord(key), given: visibleValue(value) }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, 64) : []
}
