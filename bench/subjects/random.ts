/**
 * Numbers from 0 up to 1 that are the same for the same seed on every machine (mulberry32, T. Ettinger 2017), so that every run stores
 * and sends the same.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of a list, the first ones far more often than the last, as in life. */
export function pickSkewed<Value>(values: readonly Value[], random: () => number): Value {
  return values[Math.floor(values.length * random() ** 2.5)] as Value
}

/** So many lower-case hex digits. */
export function randomHex(digits: number, random: () => number): string {
  let hex = ''
  while (hex.length < digits)
    hex += Math.floor(random() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  return hex.slice(0, digits)
}
