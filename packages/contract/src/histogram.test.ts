import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketIndex, bucketKey, bucketMiddle, keyToIndex, MAX_BUCKET, percentile } from './histogram.ts'

describe('a bucket', () => {
  it('holds what its borders say: above 2^(i/4), up to 2^((i+1)/4)', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        if (value === 0) return
        const index = bucketIndex(value)
        // Borders are irrational or powers of two; beyond 2^50 a double cannot tell them from their neighbours.
        const slack = value > 2 ** 50 ? 1 : 0
        expect(value).toBeGreaterThan(2 ** (index / 4) - 1e-9 - slack)
        expect(value).toBeLessThanOrEqual(2 ** ((index + 1) / 4) * (1 + 1e-15) + slack)
        expect(keyToIndex(bucketKey(value))).toBe(index)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is never further from its middle than 9.1 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (value) => {
        const middle = bucketMiddle(bucketIndex(value))
        expect(Math.abs(middle - value) / value).toBeLessThan(0.0906)
      }),
      { numRuns: 1_000 },
    )
  })

  it('ends for every number, even one that is none', () => {
    for (const value of [-1, -0, Number.NaN, -Infinity, 0]) expect(bucketKey(value)).toBe('z')
    for (const value of [2 ** 53, 2 ** 60, 1e308, Infinity]) expect(bucketIndex(value)).toBe(MAX_BUCKET)
    expect(bucketIndex(-5)).toBeNaN()
  })
})

describe('a percentile', () => {
  it('lies in the bucket of the value that holds it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(values, fc.constantFrom(0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1), (list, p) => {
        const hist = new Map<number, number>()
        for (const value of list) {
          const index = keyToIndex(bucketKey(value))!
          hist.set(index, (hist.get(index) ?? 0) + 1)
        }
        const exact = [...list].sort((a, b) => a - b)[Math.ceil(list.length * p) - 1]!
        expect(percentile(hist, p)).toBe(bucketMiddle(keyToIndex(bucketKey(exact))!))
      }),
      { numRuns: 500 },
    )
  })
})
