import {
  fieldType,
  REASONS,
  type CompiledContract,
  type Note,
  type Reason,
  type Slot,
} from '@plainsight/contract/judge'
import { ruleOf, visibleWord } from './explain-batch.ts'
import type { SeenRecord, SeenValue } from './seen-record.ts'
import { visibleValue } from './visible-value.ts'

/** One call as the client told it: the values as the program gave them. */
export interface ToldCall {
  readonly contract?: unknown
  readonly event?: unknown
  readonly given?: unknown
  /** Where it was called, `file:line:column`. */
  readonly from?: unknown
  /** The outcome of a span, which puts in outcome and duration itself. */
  readonly span?: unknown
  /** True of values that go with every record. */
  readonly context?: unknown
}

/**
 * Says of every value that a program gave what becomes of it where it is recorded: kept as it is, coerced, refused, and by which rule.
 * Never throws.
 */
export function explainCall(compiled: CompiledContract, call: ToldCall): SeenRecord {
  const given = restored(call.given)
  const entries = entriesOf(given)
  if (call.context === true)
    return { event: 'context', count: 0, values: entries.map(([key, value]) => contextValue(compiled, key, value)) }
  const name = typeof call.event === 'string' ? call.event : ''
  const event = compiled.event(name)
  const head = { event: typeof call.event === 'string' ? visibleWord(call.event) : visibleValue(call.event), count: 1 }
  if (event === undefined) {
    const values = entries.map(([key, value]) => undeclared(key, value))
    return { ...head, dropped: 'unknown-event', because: REASONS['unknown-event'], values }
  }
  const values: SeenValue[] = []
  let missing = false
  for (const slot of event.slots) {
    const raw = given[slot.name]
    if (raw !== undefined && raw !== null) {
      const value = { ...admitted(slot, raw, given), ...oddGiven(call.given, slot.name) }
      values.push(value)
      missing ||= slot.required && value.verdict === 'refused'
    } else if (call.span !== undefined && (slot.name === 'outcome' || slot.name === 'duration')) {
      const shown = slot.name === 'outcome' ? visibleValue(call.span) : 'measured by the span'
      values.push({ field: slot.name, given: shown, verdict: 'kept', rule: ruleOf(slot) })
    } else if (slot.required && slot.is === undefined) {
      missing = true
      values.push({
        field: slot.name,
        given: 'nothing',
        verdict: 'refused',
        because: 'it is required and was not given',
        rule: ruleOf(slot),
      })
    }
  }
  for (const [key, value] of entries) if (!event.slot.has(key)) values.push(undeclared(key, value))
  return missing
    ? { ...head, dropped: 'missing-field', because: REASONS['missing-field'], values }
    : { ...head, values }
}

/** What a client counts as drift of such a record, `event field: reason`; of anything undeclared only that it was. */
export function driftOf({ event, dropped, values }: SeenRecord): string[] {
  if (dropped === 'unknown-event') return ['undeclared *: unknown-event']
  const of = values.flatMap(({ field, reason }) => {
    if (reason === undefined) return []
    return [`${event} ${reason === 'unknown-field' ? 'undeclared' : field}: ${reason}`]
  })
  return dropped === undefined ? of : [...of, `${event} *: ${dropped}`]
}

function admitted(slot: Slot, raw: unknown, given: object): SeenValue {
  const note: Note = { reason: undefined }
  const rule = ruleOf(slot)
  const field = visibleWord(slot.name)
  const shown = visibleValue(raw)
  let kept: unknown
  try {
    kept = slot.admit(raw, note, given)
  } catch {
    note.reason = 'hostile' as Reason
  }
  const why = note.reason === undefined ? {} : { reason: note.reason, because: REASONS[note.reason] }
  if (kept === undefined) return { field, given: shown, verdict: 'refused', ...why, rule }
  const keptShown = slot.field.kind === 'hash' ? 'a hash under a key of the machine’s own' : visibleValue(kept)
  if (note.reason === undefined && keptShown === shown) return { field, given: shown, verdict: 'kept', rule }
  return { field, given: shown, kept: keptShown, verdict: 'coerced', ...why, rule }
}

function contextValue(compiled: CompiledContract, key: string, raw: unknown): SeenValue {
  const note: Note = { reason: undefined }
  const kept = compiled.admitContext(key, raw, note)
  const declared = compiled.contract.fields[key]
  const rule = declared === undefined ? 'no event of this contract asks for it' : fieldType(declared).sentence(declared)
  const plain = { field: visibleWord(key), given: visibleValue(raw), rule }
  const why = note.reason === undefined ? {} : { reason: note.reason, because: REASONS[note.reason] }
  if (kept === undefined) return { ...plain, verdict: 'refused', ...why }
  const shown = visibleValue(kept)
  return shown === plain.given && note.reason === undefined
    ? { ...plain, verdict: 'kept' }
    : { ...plain, kept: shown, verdict: 'coerced', ...why }
}

function undeclared(key: string, value: unknown): SeenValue {
  const why = { reason: 'unknown-field', because: REASONS['unknown-field'] }
  return { field: visibleWord(key), given: visibleValue(value), verdict: 'refused', ...why, rule: '' }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, 64) : []
}

// How a value is shown that was no plain one: it cannot be brought back as it was.
function oddGiven(given: unknown, field: string): { readonly given?: string } {
  const { $desk } = ((given as { readonly [field: string]: unknown } | null)?.[field] ?? {}) as {
    readonly $desk?: unknown
  }
  if ($desk === 'function') return { given: 'a function' }
  if ($desk === 'throws') return { given: 'a getter that throws' }
  return $desk === 'object' ? { given: 'a deep object' } : {}
}

// What JSON has no word for, as the client wrote it, back again.
function restored(value: unknown, depth = 0): { readonly [field: string]: unknown } {
  return restore(value, depth) as { readonly [field: string]: unknown }
}

function restore(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 4) return depth === 0 ? {} : value
  if (Array.isArray(value)) return value.map((item) => restore(item, depth + 1))
  const { $desk, text } = value as { readonly $desk?: unknown; readonly text?: unknown }
  if (typeof $desk === 'string' && depth > 0) return oddValue($desk, String(text))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restore(item, depth + 1)]))
}

function oddValue(kind: string, text: string): unknown {
  if (kind === 'number') return Number(text)
  if (kind === 'undefined') return undefined
  if (kind === 'bigint' && /^-?\d{1,80}n?$/.test(text)) return BigInt(text.replace('n', ''))
  return kind === 'symbol' ? Symbol(text) : (): string => text
}
