/** The middle value; of an even number of values the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which this part (0–1) of the values lies, between two values in proportion; NaN of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * part
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

/**
 * The median of the differences within each round. Two processes that ran one after the other met the same neighbours on a shared
 * machine; their difference is steadier than the difference of two medians.
 */
export function medianDifference(values: readonly number[], base: readonly number[]): number {
  return median(values.map((value, round) => value - (base[round] ?? Number.NaN)))
}

/** The median of the ratios within each round. */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
  return median(values.map((value, round) => value / (base[round] ?? Number.NaN)))
}
