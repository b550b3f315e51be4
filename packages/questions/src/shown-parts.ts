import type { Dimension } from './dimension.ts'
import { foldCells, type Cell } from './fold-cells.ts'
import type { Part, StoreRow } from './question.ts'
import type { Filter } from './conditions.ts'
import { numberOf, textOf } from './store-value.ts'

/** A group of a split as the store counted it. */
export interface SplitCell extends Cell {
  readonly row: StoreRow
}

/** A row of a shown split, with the store's rows that it is made of. */
export interface ShownPart {
  readonly part: Part
  readonly label: string
  readonly rows: readonly StoreRow[]
}

/** Values that a list shows one by one; the others are its `rest`. */
const LONGEST_LIST = 20

/** Reads the store's rows as cells: those of the filter, and the size of its complement. */
export function splitCells(rows: readonly StoreRow[]): {
  readonly cells: readonly SplitCell[]
  readonly complement: number
} {
  const cells: SplitCell[] = []
  let complement = 0
  for (const row of rows) {
    if (numberOf(row.hit) === 0) {
      complement = Math.max(complement, numberOf(row.n))
      continue
    }
    const top = Array.isArray(row.top) ? row.top.map((negated) => -numberOf(negated)) : []
    cells.push({ key: textOf(row.v), n: numberOf(row.n), sum: numberOf(row.s), top, row })
  }
  return { cells, complement }
}

/**
 * Folds a split into what may be shown, largest first: values, `absent`, `other`, the rest of a long list, the few.
 * @returns undefined where only the total, or nothing, may be shown
 */
export function shownParts(
  cells: readonly SplitCell[],
  complement: number,
  by: Dimension,
  filter: Filter,
  k: number,
): readonly ShownPart[] | undefined {
  if (k > 1 && filter.where.length > 0 && complement > 0 && complement < k) return undefined
  if (cells.length === 0) return []
  const folded = foldCells(cells, { k, minFolded: 2, overlapping: by.overlapping })
  if (folded.kind !== 'table') return undefined
  const kept = folded.kept.toSorted((a, b) => (b.sum ?? 0) - (a.sum ?? 0) || (a.key < b.key ? -1 : 1))
  const listed = kept.length > LONGEST_LIST ? kept.slice(0, LONGEST_LIST - 1) : kept
  const rest = kept.slice(listed.length)
  const parts: ShownPart[] = listed.map(({ key, row }) => ({
    part: partOf(key),
    label: key === '' ? 'not given' : key,
    rows: [row],
  }))
  if (rest.length > 0)
    parts.push({ part: 'rest', label: `${rest.length} more values`, rows: rest.map(({ row }) => row) })
  if (folded.few.length > 0) parts.push({ part: 'few', label: 'few', rows: folded.few.map(({ row }) => row) })
  return parts
}

/** Why a split shows nothing. */
export function hiddenNote(k: number): string {
  return `No split is shown: fewer than ${k} machines stand behind it, or behind what would be left over.`
}

function partOf(key: string): Part {
  return key === '' ? 'absent' : key === 'other' ? 'other' : 'value'
}
