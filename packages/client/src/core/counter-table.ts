import {
  admitValue,
  type CompiledEvent,
  type Note,
  type Reason,
  type Slot,
  type WireValue,
} from '@plainsight/contract/judge'
import { canonicalJson } from '@plainsight/contract/canonical'
import { bucketIndex } from '@plainsight/contract/histogram'
import { hasUndeclared } from './has-undeclared.ts'

/** Combinations that one process keeps of one event; the rest fold into all-`other` (contract.md). */
export const LIVE_COMBINATIONS = 1_000
/** Largest count of one row (privacy.md, 8). */
export const MOST_PER_ROW = 10_000
/** Values that an open dimension keeps where its use does not say. */
const DEFAULT_CAP = 20
/** Histogram entries: −1 to 211 at 0 to 212, and zero at 213. */
const BUCKETS = 214

/** One combination of a counter's dimensions, counted in memory. */
export interface Cell {
  /** The dimensions as canonical JSON. */
  readonly by: string
  /** How often since the last drain; a bound counter adds to it directly. */
  n: number
  readonly sums: Float64Array
  readonly hists: (Uint32Array | undefined)[]
}

/** The counters of one event. */
export interface CounterTable {
  /** Counts one record. Allocates nothing once its combination is known. */
  record(given: unknown): void
  /** The cell of a combination, for a bound counter; undefined when it cannot be counted. */
  bind(given: unknown): Cell | undefined
  /** Adds one record with measures to a cell. */
  add(cell: Cell, given: unknown): void
  /** Hands over every counted cell as the rest of a line, `"b":{…},"n":6,"m":{…}`, and sets it to zero. */
  drain(emit: (rest: string) => void): void
  /** Forgets what was counted; bound counters stay bound. */
  clear(): void
}

interface Dimension {
  readonly slot: Slot
  readonly slotIndex: number
  readonly values: (WireValue | undefined)[]
  readonly indexes: Map<unknown, number>
  /** How many indexes there can be: one more than values, for an absent one. */
  readonly size: number
  readonly capped: boolean
  /** Last reason noted today: the next of the same kind costs nothing. */
  noted: Reason | undefined
}

/**
 * Makes the counters of one event: a record's dimensions become small numbers, those one key, the key a cell.
 * @param note where what did not fit is noted
 */
export function createCounterTable(
  compiled: CompiledEvent,
  noteDrift: (event: string, field: string, reason: Reason) => void,
): CounterTable {
  const cells = new Map<number | string, Cell>()
  const dimensions: Dimension[] = []
  const measures: { slot: Slot; slotIndex: number; noted: Reason | undefined }[] = []
  compiled.slots.forEach((slot, slotIndex) => {
    if (slot.role === 'measure') {
      measures.push({ slot, slotIndex, noted: undefined })
      return
    }
    const cap = compiled.event.uses[slot.name]?.cap ?? DEFAULT_CAP
    // An absent value is index 0; of an open type the last place is kept for `other`.
    const size = slot.values === undefined ? cap + 2 : slot.values.length + 1
    const capped = slot.values === undefined
    dimensions.push({ slot, slotIndex, values: [undefined], indexes: new Map(), size, capped, noted: undefined })
  })
  // Dimensions whose product is beyond a safe integer are keyed by text; `check` refuses such contracts long before.
  const packed = dimensions.reduce((product, { size }) => product * size, 1) <= Number.MAX_SAFE_INTEGER
  const places = dimensions.map(() => 0)
  const note: Note = { reason: undefined }
  let recognised = 0

  /** Finds the cell of what was given; undefined when a required dimension is missing. */
  function locate(given: unknown): Cell | undefined {
    recognised = 0
    let key = 0
    for (let i = 0; i < dimensions.length; i++) {
      const dimension = dimensions[i] as Dimension
      const place = placeOf(dimension, given)
      if (place < 0) return undefined
      places[i] = place
      key = key * dimension.size + place
    }
    const cell = cells.get(packed ? key : places.join())
    if (cell !== undefined) return cell
    return cells.size < LIVE_COMBINATIONS ? makeCell(packed ? key : places.join()) : otherCell()
  }

  function placeOf(dimension: Dimension, given: unknown): number {
    const value = admitValue(compiled, dimension.slotIndex, given, note)
    if (note.reason !== undefined && note.reason !== dimension.noted) {
      dimension.noted = note.reason
      noteDrift(compiled.name, dimension.slot.name, note.reason)
    }
    if (value === undefined) {
      if (!dimension.slot.required) return 0
      noteDrift(compiled.name, '*', 'missing-field')
      return -1
    }
    if (dimension.slot.is === undefined) recognised++
    const known = typeof value === 'object' ? canonicalJson(value) : value
    const place = dimension.indexes.get(known)
    if (place !== undefined) return place
    const next = dimension.values.length
    if (!dimension.capped || next < dimension.size - 1) return learn(dimension, known, value, next)
    noteDrift(compiled.name, dimension.slot.name, 'other')
    return otherPlace(dimension) ?? (dimension.slot.required ? -1 : 0)
  }

  function learn(dimension: Dimension, known: unknown, value: WireValue, place: number): number {
    dimension.values.push(value)
    dimension.indexes.set(known, place)
    return place
  }

  // Where the value `other` stands, for the types that have it.
  function otherPlace(dimension: Dimension): number | undefined {
    const place = dimension.indexes.get('other')
    if (place !== undefined) return place
    const other: Note = { reason: undefined }
    if (dimension.slot.is !== undefined || dimension.slot.admit('other', other) !== 'other') return undefined
    return learn(dimension, 'other', 'other', dimension.values.length)
  }

  function otherCell(): Cell | undefined {
    noteDrift(compiled.name, '*', 'combinations')
    let key = 0
    for (let i = 0; i < dimensions.length; i++) {
      const dimension = dimensions[i] as Dimension
      places[i] = otherPlace(dimension) ?? (places[i] as number)
      key = key * dimension.size + (places[i] as number)
    }
    const name = packed ? key : places.join()
    return cells.get(name) ?? makeCell(name)
  }

  function makeCell(key: number | string): Cell {
    const by: { [field: string]: WireValue } = {}
    dimensions.forEach(({ slot, values }, i) => {
      const value = values[places[i] as number]
      if (value !== undefined) by[slot.name] = value
    })
    const cell: Cell = {
      by: canonicalJson(by) as string,
      n: 0,
      sums: new Float64Array(measures.length),
      hists: measures.map(() => undefined),
    }
    cells.set(key, cell)
    return cell
  }

  function add(cell: Cell, given: unknown): void {
    // Counted on without its measures: when it is handed over it is clamped, and said so once.
    if (cell.n++ >= MOST_PER_ROW) return
    for (let i = 0; i < measures.length; i++) {
      const measure = measures[i] as (typeof measures)[number]
      const value = admitValue(compiled, measure.slotIndex, given, note)
      if (note.reason !== undefined && note.reason !== measure.noted) {
        measure.noted = note.reason
        noteDrift(compiled.name, measure.slot.name, note.reason)
      }
      if (typeof value !== 'number') continue
      recognised++
      cell.sums[i] = (cell.sums[i] as number) + value
      const hist = (cell.hists[i] ??= new Uint32Array(BUCKETS))
      const bucket = value > 0 ? bucketIndex(value) + 1 : BUCKETS - 1
      hist[bucket] = (hist[bucket] as number) + 1
    }
  }

  return {
    record(given) {
      const cell = locate(given)
      if (cell === undefined) return
      add(cell, given)
      if (hasUndeclared(compiled, given, recognised)) noteDrift(compiled.name, 'undeclared', 'unknown-field')
    },
    bind: locate,
    add,
    drain(emit) {
      for (const cell of cells.values()) {
        if (cell.n === 0) continue
        const n = Math.min(cell.n, MOST_PER_ROW)
        if (n < cell.n) noteDrift(compiled.name, '*', 'clamped')
        emit(`"b":${cell.by},"n":${n}${measuresText(cell, measures)}`)
        reset(cell)
      }
      forgetNotes()
    },
    clear() {
      for (const cell of cells.values()) reset(cell)
      forgetNotes()
    },
  }

  function forgetNotes(): void {
    for (const dimension of dimensions) dimension.noted = undefined
    for (const measure of measures) measure.noted = undefined
  }
}

function reset(cell: Cell): void {
  cell.n = 0
  cell.sums.fill(0)
  for (const hist of cell.hists) hist?.fill(0)
}

// `,"m":{"duration":[sum,{"25":2}]}`, or nothing.
function measuresText(cell: Cell, measures: readonly { readonly slot: Slot }[]): string {
  const parts: string[] = []
  measures.forEach(({ slot }, i) => {
    const entries: string[] = []
    cell.hists[i]?.forEach((n, bucket) => {
      if (n > 0) entries.push(`"${bucket === BUCKETS - 1 ? 'z' : bucket - 1}":${n}`)
    })
    if (entries.length > 0) parts.push(`"${slot.name}":[${cell.sums[i]},{${entries.join(',')}}]`)
  })
  return parts.length === 0 ? '' : `,"m":{${parts.join(',')}}`
}
