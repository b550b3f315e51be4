import {
  fieldOf,
  fieldType,
  PRESENCE,
  REASONS,
  type CompiledContract,
  type Drift,
  type Slot,
  type Station,
} from '@plainsight/contract/judge'
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
  const lines = [...contextLines(compiled, batch.context)]
  const rejected: { index: number; reason: string }[] = []
  const events = Array.isArray(batch.events) ? (batch.events as unknown[]) : []
  events.forEach((wire, index) => {
    const verdict = compiled.judge(wire, station)
    if (verdict.kind === 'dropped') rejected.push({ index, reason: verdict.reason })
    lines.push(headLine(wire, verdict.kind === 'dropped' ? verdict.reason : undefined))
    lines.push(...valueLines(compiled, wire))
  })
  for (const drift of compiled.judgeDrift(batch.drift) ?? []) lines.push(driftLine(compiled, drift))
  return { lines, accepted: events.length - rejected.length, rejected }
}

function headLine(wire: unknown, dropped: keyof typeof REASONS | undefined): string {
  const { name, count, at } = (wire ?? {}) as {
    readonly name?: unknown
    readonly count?: unknown
    readonly at?: unknown
  }
  const title = `${typeof name === 'string' ? visibleValue(name).slice(1, -1) : 'a record without a name'}`
  const often = typeof count === 'number' ? ` ×${count}` : ''
  const when = typeof at === 'string' ? ` at ${visibleValue(at).slice(1, -1)}` : ''
  return dropped === undefined
    ? `✓ ${title}${often}${when}`
    : `✗ ${title}${often}${when}: ${dropped}. ${REASONS[dropped]}`
}

function valueLines(compiled: CompiledContract, wire: unknown): string[] {
  const { name, by, fields, ids, measure } = (wire ?? {}) as { readonly [key: string]: unknown }
  const lines: string[] = []
  const event = typeof name === 'string' ? compiled.event(name) : undefined
  for (const [key, value] of [by, fields, ids].flatMap(entriesOf)) {
    const slot = event?.slot.get(key)
    // Presence is the language's own: its values have no declaration to show.
    lines.push(name === PRESENCE ? valueLine(key, value, undefined, '') : declaredLine(key, value, slot))
  }
  for (const [key, value] of entriesOf(measure)) {
    const { sum, hist } = (value ?? {}) as { readonly sum?: unknown; readonly hist?: unknown }
    const values = entriesOf(hist).reduce((total, [, n]) => total + (typeof n === 'number' ? n : 0), 0)
    const slot = event?.slot.get(key)
    lines.push(
      slot?.role === 'measure'
        ? `    ${key.padEnd(16)} sum ${visibleValue(sum)} of ${values} values   ${ruleOf(slot)}`
        : declaredLine(key, value, undefined),
    )
  }
  return lines
}

function declaredLine(key: string, value: unknown, slot: Slot | undefined): string {
  if (slot === undefined) return valueLine(key, value, REASONS['unknown-field'], 'left out')
  const reason = slot.judge(value)
  return reason === undefined
    ? valueLine(key, value, undefined, ruleOf(slot))
    : valueLine(key, value, `${reason}: ${REASONS[reason]}`, ruleOf(slot))
}

function valueLine(key: string, value: unknown, refused: string | undefined, rule: string): string {
  const shown = `${visibleValue(key).slice(1, -1).padEnd(16)} ${visibleValue(value)}`
  return refused === undefined ? `    ${shown}   ${rule}`.trimEnd() : `  ✗ ${shown}   ${refused} (${rule})`
}

function contextLines(compiled: CompiledContract, context: unknown): string[] {
  const { kept } = compiled.judgeContext(context)
  return entriesOf(context).map(([key, value]) => {
    const field = fieldOf(compiled.contract, key)
    const rule = field === undefined ? 'no event of this contract asks for it' : fieldType(field).sentence(field)
    return valueLine(key, value, Object.hasOwn(kept, key) ? undefined : 'left out', rule)
  })
}

function driftLine(compiled: CompiledContract, [event, field, reason]: Drift): string {
  const slot = compiled.event(event)?.slot.get(field)
  const rule = slot === undefined ? '' : ` Rule: ${ruleOf(slot)}`
  return `~ ${event} ${field}: ${reason}, where it was recorded. ${REASONS[reason]}${rule}`
}

function ruleOf({ field, is }: Slot): string {
  return is === undefined ? fieldType(field).sentence(field) : `always ${visibleValue(is)}`
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, 64) : []
}
