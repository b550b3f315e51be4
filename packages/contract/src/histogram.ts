// Histograms whose buckets are equal in every language: index i holds (2^(i/4), 2^((i+1)/4)], 0 has the key `z` (protocol.md).

/** The key of zero on the wire. */
export const ZERO_KEY = 'z'

// 2^(1/4), 2^(1/2), 2^(3/4) as the nearest doubles. Published bounds, never computed: logarithms differ between languages.
const BOUNDS = [1.189207115002721, 1.4142135623730951, 1.681792830507429] as const

/** The largest bucket: values stay below 2^53. */
export const MAX_BUCKET: number = 211

/**
 * The bucket of a whole number from 0 to 2^53.
 * @returns `z` for 0 (and for what is below it), else the index as text: 1 → `-1`, 2 → `3`, 100 → `26`
 */
export function bucketKey(value: number): string {
  return value > 0 ? String(bucketIndex(value)) : ZERO_KEY
}

/**
 * The index of a number > 0, from its binary exponent and three published bounds of the mantissa.
 * @returns the largest bucket for all above 2^53; NaN for what is not above 0
 */
export function bucketIndex(value: number): number {
  if (!(value > 0)) return Number.NaN
  if (value > 2 ** 53) return MAX_BUCKET
  let exponent = 31 - Math.clz32(value)
  let mantissa: number
  if (value < 2 ** 31 && value >= 1) mantissa = value / 2 ** exponent
  else {
    exponent = 0
    mantissa = value
    while (mantissa >= 2) {
      mantissa /= 2
      exponent++
    }
    while (mantissa < 1) {
      mantissa *= 2
      exponent--
    }
  }
  // Buckets are closed above: a power of two belongs to the one below it.
  if (mantissa === 1) return exponent * 4 - 1
  if (mantissa <= BOUNDS[0]) return exponent * 4
  if (mantissa <= BOUNDS[1]) return exponent * 4 + 1
  return mantissa <= BOUNDS[2] ? exponent * 4 + 2 : exponent * 4 + 3
}

/** The index behind a key of the wire; −32 768 stands for `z` in the store; undefined for what is no key. */
export function keyToIndex(key: string): number | undefined {
  if (key === ZERO_KEY) return -32_768
  if (key === '-1') return -1
  if (key.length === 0 || key.length > 3 || (key.length > 1 && key[0] === '0')) return undefined
  let index = 0
  for (let i = 0; i < key.length; i++) {
    const digit = key.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    index = index * 10 + digit
  }
  return index <= MAX_BUCKET ? index : undefined
}

/** The geometric middle of a bucket, the value that stands for it in a percentile: off by at most 9 %. */
export function bucketMiddle(index: number): number {
  return index === -32_768 ? 0 : 2 ** (index / 4 + 1 / 8)
}

/**
 * A percentile of merged histograms.
 * @param hist index (−32 768 for zero) → count
 * @param p 0 < p ≤ 1
 * @returns the middle of the bucket that holds it; undefined for an empty histogram
 */
export function percentile(hist: ReadonlyMap<number, number>, p: number): number | undefined {
  let total = 0
  for (const n of hist.values()) total += n
  if (total === 0) return undefined
  let left = Math.ceil(total * p)
  for (const [index, n] of [...hist].sort(([a], [b]) => a - b)) {
    left -= n
    if (left <= 0) return bucketMiddle(index)
  }
  return undefined
}
