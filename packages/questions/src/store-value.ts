// The store writes 64-bit numbers as text or as numbers, as its client is set.

/** A number out of a store's row; 0 for what is none. */
export function numberOf(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : 0
  return Number.isFinite(number) ? number : 0
}

/** A text out of a store's row; empty for what is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A map of whole numbers to counts out of a store's row: a histogram, or measured values. */
export function countsOf(value: unknown): ReadonlyMap<number, number> {
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(Object.entries(value).map(([key, count]) => [Number(key), numberOf(count)]))
}

/** Adds up maps of counts. */
export function mergeCounts(maps: Iterable<ReadonlyMap<number, number>>): ReadonlyMap<number, number> {
  const merged = new Map<number, number>()
  for (const map of maps) for (const [key, count] of map) merged.set(key, (merged.get(key) ?? 0) + count)
  return merged
}
