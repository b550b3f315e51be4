import type { VectorCase, VectorFile } from './vector-file.ts'

/** The largest bucket: values stay below 2^53. */
const MAX_BUCKET = 211

// The published bounds of the mantissa, 2^(1/4), 2^(1/2), 2^(3/4) as the nearest doubles, here as whole numbers of 2^-52.
const BOUNDS = [1.189207115002721, 1.4142135623730951, 1.681792830507429].map((bound) => BigInt(bound * 2 ** 52))

// By the definition, in whole numbers: the exponent, then the bounds of the mantissa; a power of two ends the bucket below it.
function bucket(value: bigint): string {
  if (value === 0n) return 'z'
  const exponent = value.toString(2).length - 1
  const mantissa = (value << 52n) >> BigInt(exponent)
  if (mantissa === 1n << 52n) return String(exponent * 4 - 1)
  const above = BOUNDS.filter((bound) => mantissa > bound).length
  const found = String(exponent * 4 + above)
  // Below 2^52 no whole number lies between a bound and its double, so the powers themselves say the same.
  if (exponent < 52 && found !== byFourthPower(value))
    throw new Error(`${value} is in ${byFourthPower(value)}, not in ${found}.`)
  return found
}

// v lies in bucket i when 2^i < v^4 ≤ 2^(i+1).
function byFourthPower(value: bigint): string {
  const fourth = value ** 4n
  return String(fourth === 1n ? -1 : (fourth - 1n).toString(2).length - 1)
}

// The largest whole number in bucket i: ⌊2^((i+1)/4)⌋.
function last(i: number): bigint {
  const power = 1n << BigInt(i + 1)
  let low = 0n
  let high = 1n << BigInt(Math.ceil((i + 1) / 4) + 1)
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (middle ** 4n <= power) low = middle
    else high = middle - 1n
  }
  return low
}

const values = new Map<bigint, string>()
for (let value = 0n; value <= 40n; value++) values.set(value, `${value}`)
for (let i = 7; i < MAX_BUCKET; i++) {
  const end = last(i)
  values.set(end, `the largest whole number of bucket ${i}`)
  values.set(end + 1n, `the smallest whole number above bucket ${i}`)
}
values.set(100n, 'a hundred')
values.set(3_600_000n, 'an hour in milliseconds')
values.set(2n ** 53n - 1n, 'the largest whole number that is exact')

const percentiles: readonly (readonly [
  says: string,
  hist: { readonly [key: string]: number },
  p: number,
  bucket: string | null,
])[] = [
  ['nothing has no percentile', {}, 0.5, null],
  ['one value is every percentile', { '25': 1 }, 0.01, '25'],
  ['one value is the median', { '25': 1 }, 0.5, '25'],
  ['the median of two is the lower one', { '3': 1, '25': 1 }, 0.5, '3'],
  ['the median of three is the middle one', { '3': 1, '7': 1, '25': 1 }, 0.5, '7'],
  ['zeros come first', { z: 6, '25': 4 }, 0.5, 'z'],
  ['p95 of a hundred is the 95th', { '10': 94, '20': 1, '30': 5 }, 0.95, '20'],
  ['p95 of twenty is the 19th', { '10': 18, '20': 1, '30': 1 }, 0.95, '20'],
  ['p95 of ten is the 10th', { '10': 9, '30': 1 }, 0.95, '30'],
  ['the largest is p100', { '10': 9, '30': 1 }, 1, '30'],
  ['buckets are ordered by number, not by text', { '9': 1, '10': 1, '100': 1 }, 0.6, '10'],
  ['one comes before two', { '-1': 1, '3': 1 }, 0.5, '-1'],
]

const keys: readonly (readonly [key: string, index: number | null])[] = [
  ['z', -32_768],
  ['-1', -1],
  ['0', 0],
  ['9', 9],
  ['10', 10],
  ['211', 211],
  ['212', null],
  ['-2', null],
  ['-0', null],
  ['+1', null],
  ['01', null],
  ['1.0', null],
  ['1e1', null],
  [' 1', null],
  ['', null],
  ['Z', null],
  ['__proto__', null],
]

export const histogramVectors: VectorFile = {
  path: 'histogram.json',
  about:
    'Buckets of histograms: i holds (2^(i/4), 2^((i+1)/4)], zero is z. Percentiles give the bucket that holds them; its geometric middle, 2^(i/4 + 1/8), is the figure shown.',
  cases: [
    ...[...values].map(([value, says]): VectorCase => ({
      says: `bucket of ${says}`,
      value: Number(value),
      key: bucket(value),
    })),
    ...keys.map(([key, index]): VectorCase => ({
      says: index === null ? `${JSON.stringify(key)} is no key` : `the key ${key} is ${index} in the store`,
      key,
      index,
    })),
    ...percentiles.map(([says, hist, p, found]): VectorCase => ({ says, hist, p, bucket: found })),
  ],
}
