/** One cell of a table: a group of machines and what they add up to. */
export interface Cell {
  readonly key: string
  /** Observed machines, never weighted: distinct ids within the scope, or a lower bound where there are none. */
  readonly n: number
  /** What the cell shows, unweighted, where it is a sum over machines. */
  readonly sum?: number
  /** The two largest contributions to `sum`, largest first, where they are known. */
  readonly top?: readonly number[]
}

/** What may be shown of a table. */
export type Folded<C extends Cell> =
  /** Fewer machines than k in all: no table. */
  | { readonly kind: 'none' }
  /** No cell may stand alone: the total only. */
  | { readonly kind: 'total' }
  /** Cells that are shown, and those that are shown together, at least two of them or none. */
  | { readonly kind: 'table'; readonly kept: readonly C[]; readonly few: readonly C[] }

/** How a table is folded. */
export interface FoldOptions {
  /** Smallest number of machines in a shown cell; 1 or less shows everything. */
  readonly k: number
  /** Smallest number of cells that are shown together: a fold of one cell is that cell. */
  readonly minFolded: number
  /** Whether one machine may stand in several cells; then a union has at least as many machines as its largest cell, and no more is known. */
  readonly overlapping?: boolean
}

/**
 * Decides which cells of a table may be seen, so that no group under k machines can be read off it or found by subtracting from the
 * total (privacy.md, 6). Leaving small cells out beside a total gives them back; so what is folded is always at least k machines and two
 * cells.
 *
 * A sum is also folded where one machine could find out another's part: where the cell without its two largest contributions is less
 * than a tenth of the largest, or where the largest is more than half (the p% rule and the dominance rule of statistical disclosure control).
 * @returns kept cells in the order they came in, folded ones smallest first
 */
export function foldCells<C extends Cell>(cells: readonly C[], options: FoldOptions): Folded<C> {
  const { k, minFolded, overlapping = false } = options
  if (k <= 1) return { kind: 'table', kept: cells, few: [] }
  if (machinesOf(cells, overlapping) < k) return { kind: 'none' }

  const few = cells.filter((cell) => cell.n < k || isDominated(cell)).sort(bySize)
  const kept = cells.filter((cell) => !few.includes(cell)).sort(bySize)
  while (few.length > 0 && (machinesOf(few, overlapping) < k || few.length < minFolded || isDominated(union(few)))) {
    const smallest = kept.shift()
    if (smallest === undefined) return { kind: 'total' }
    few.push(smallest)
  }
  if (kept.length === 0) return { kind: 'total' }
  return { kind: 'table', kept: cells.filter((cell) => kept.includes(cell)), few }
}

/**
 * How a figure is shown beside folded cells: to tens, from 10 000 on to three significant digits, so that a difference of two tables is not a machine.
 * @param k 1 or less shows the figure itself
 */
export function roundShown(figure: number, k: number): number {
  if (k <= 1) return figure
  let step = 10
  while (Math.abs(figure) >= step * 1000) step *= 10
  return Math.round(figure / step) * step
}

function isDominated({ sum, top }: { readonly sum?: number; readonly top?: readonly number[] }): boolean {
  if (sum === undefined || top === undefined || sum <= 0) return false
  const [first = 0, second = 0] = top
  return sum - first - second < 0.1 * first || first > sum / 2
}

// A machine's parts in several cells may be one machine's: then the union's largest contribution is not known, and only what is seen is judged.
function union(cells: readonly Cell[]): { readonly sum?: number; readonly top?: readonly number[] } {
  if (cells.some((cell) => cell.sum === undefined || cell.top === undefined)) return {}
  const top = cells.flatMap((cell) => cell.top ?? []).sort((a, b) => b - a)
  return { sum: sumOf(cells, (cell) => cell.sum ?? 0), top: top.slice(0, 2) }
}

function machinesOf(cells: readonly Cell[], overlapping: boolean): number {
  return overlapping ? cells.reduce((most, cell) => Math.max(most, cell.n), 0) : sumOf(cells, (cell) => cell.n)
}

function bySize(a: Cell, b: Cell): number {
  return a.n - b.n || (a.sum ?? 0) - (b.sum ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

function sumOf<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0)
}
