import type { ArrivedBatch } from './explain-batch.ts'
import type { SeenDrift, SeenRecord, SeenValue } from './seen-record.ts'
import { visibleValue } from './visible-value.ts'

/** One thing that the desk was told or sent. All texts are safe to print. */
export interface DeskEntry {
  readonly id: number
  /** UTC, `2026-11-19T10:00:00.000Z`. */
  readonly time: string
  /** `call`: a program recorded. `batch`: a batch arrived. `kept`: what a batch of today would hold. `note`: a sentence. */
  readonly kind: 'call' | 'batch' | 'kept' | 'note'
  readonly contract?: string
  readonly title: string
  readonly from?: string
  readonly context?: readonly SeenValue[]
  readonly records?: readonly SeenRecord[]
  readonly drift?: readonly SeenDrift[]
}

/** How often an event was counted, and how often with each value. */
export interface EventCount {
  readonly count: number
  /** Field → value as JSON → how often. */
  readonly values: { readonly [field: string]: { readonly [value: string]: number } }
}

/** Counts of all contracts: contract → event → counts. */
export type DeskCounts = { readonly [contract: string]: { readonly [event: string]: EventCount } }

/** What happened at a desk, in memory. */
export interface DeskLog {
  /** Adds an entry and tells whoever listens. */
  add(entry: Omit<DeskEntry, 'id' | 'time'>): DeskEntry
  /** Adds up what arrived and will not be seen in a spool again. */
  addDelivered(contract: string, batch: ArrivedBatch): void
  /** Sets what lies in the spool of a contract now, in the place of what lay there before. */
  setWaiting(contract: string, batches: readonly ArrivedBatch[]): void
  /** Notes what did not fit, `event field: reason`. */
  addDrift(contract: string, triples: readonly string[]): void
  counts(): DeskCounts
  /** Contract → `event field: reason` → how often it was seen. */
  drift(): { readonly [contract: string]: { readonly [triple: string]: number } }
  /** The last entries, oldest first. */
  entries(): readonly DeskEntry[]
  /** Calls back with each entry, and with nothing when counts changed. */
  listen(heard: (entry: DeskEntry | undefined) => void): () => void
}

/** Entries that are remembered: a page that is opened later sees so many. */
const MOST_ENTRIES = 500
/** Values that one field is counted by; more fall under `…`. */
const MOST_VALUES = 200

/** Makes an empty log. */
export function createDeskLog(now: () => Date = () => new Date()): DeskLog {
  const delivered: { [contract: string]: Counting } = {}
  let waiting: { [contract: string]: readonly ArrivedBatch[] } = {}
  const drift: { [contract: string]: { [triple: string]: number } } = {}
  const entries: DeskEntry[] = []
  const listeners = new Set<(entry: DeskEntry | undefined) => void>()
  let last = 0
  const tell = (entry: DeskEntry | undefined): void => {
    for (const heard of listeners) heard(entry)
  }
  return {
    add(given) {
      const entry = { id: ++last, time: now().toISOString(), ...given }
      entries.push(entry)
      if (entries.length > MOST_ENTRIES) entries.shift()
      tell(entry)
      return entry
    },
    addDelivered(contract, batch) {
      delivered[contract] ??= new Map()
      countBatch(delivered[contract], batch)
      tell(undefined)
    },
    setWaiting(contract, batches) {
      if (JSON.stringify(waiting[contract] ?? []) === JSON.stringify(batches)) return
      waiting = { ...waiting, [contract]: batches }
      tell(undefined)
    },
    addDrift(contract, triples) {
      const seen = (drift[contract] ??= {})
      for (const triple of triples) seen[triple] = (seen[triple] ?? 0) + 1
    },
    counts() {
      const all: { [contract: string]: { [event: string]: EventCount } } = {}
      for (const contract of new Set([...Object.keys(delivered), ...Object.keys(waiting)])) {
        const counting: Counting = structuredClone(delivered[contract] ?? new Map())
        for (const batch of waiting[contract] ?? []) countBatch(counting, batch)
        all[contract] = plainCounts(counting)
      }
      return all
    },
    drift: () => drift,
    entries: () => entries,
    listen(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

type Counting = Map<string, { count: number; readonly values: Map<string, Map<string, number>> }>

function countBatch(counting: Counting, { events }: ArrivedBatch): void {
  for (const wire of Array.isArray(events) ? (events as unknown[]) : []) {
    const { name, count, by, fields } = (wire ?? {}) as {
      readonly [key in 'name' | 'count' | 'by' | 'fields']?: unknown
    }
    if (typeof name !== 'string') continue
    const often = typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 1
    const event = counting.get(name) ?? { count: 0, values: new Map<string, Map<string, number>>() }
    counting.set(name, event)
    event.count += often
    for (const [field, value] of Object.entries((by ?? fields ?? {}) as object)) {
      const values = event.values.get(field) ?? new Map<string, number>()
      event.values.set(field, values)
      const shown = visibleValue(value)
      const key = values.has(shown) || values.size < MOST_VALUES ? shown : '…'
      values.set(key, (values.get(key) ?? 0) + often)
    }
  }
}

function plainCounts(counting: Counting): { readonly [event: string]: EventCount } {
  return Object.fromEntries(
    [...counting].map(([name, { count, values }]) => [
      name,
      { count, values: Object.fromEntries([...values].map(([field, of]) => [field, Object.fromEntries(of)])) },
    ]),
  )
}
