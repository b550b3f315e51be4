/**
 * Rounds a whole number to two significant digits above 99: 1 234 → 1 200, 99 → 99. Coarse enough that a figure is no
 * fingerprint, fine enough for a chart.
 */
export function roundDigits(whole: number): number {
  const size = Math.abs(whole)
  if (size < 100) return whole
  let step = 10
  while (size >= step * 100) step *= 10
  const rounded = Math.round(size / step) * step
  return whole < 0 ? -rounded : rounded
}

/** Whether `roundDigits` leaves a whole number as it is. */
export function isRounded(whole: number): boolean {
  const size = Math.abs(whole)
  let step = 1
  while (size >= step * 100) step *= 10
  return size % step === 0
}

/** How many numbers in [low, high] (whole, low ≤ high) are left by `roundDigits`. */
export function countRounded(low: number, high: number): number {
  if (low < 0) return countRounded(0, -low) + (high >= 0 ? countRounded(0, high) - 1 : -countRounded(0, -high - 1))
  return upTo(high) - (low > 0 ? upTo(low - 1) : 0)
}

// Rounded numbers in [0, high]: 100 below 100, then 90 in each decade.
function upTo(high: number): number {
  if (high < 100) return high + 1
  let count = 100
  let step = 10
  while (high >= step * 100) {
    count += 90
    step *= 10
  }
  return count + Math.floor((high - step * 10) / step) + 1
}
