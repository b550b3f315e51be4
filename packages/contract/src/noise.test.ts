import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateNoisy, noiseChances, noiseShare, noisyValue } from './noise.ts'

const values = ['a', 'b', 'c', 'other']

/** Evenly spread shares: an exact picture of what chance does on the whole. */
const shares = Array.from({ length: 40_000 }, (_, i) => (i + 0.5) / 40_000)

describe('noise', () => {
  it('says the truth and each lie as often as the chances say', () => {
    const said = new Map<unknown, number>()
    for (const share of shares) {
      const answer = noisyValue(values, 'b', 1.5, share)
      said.set(answer, (said.get(answer) ?? 0) + 1 / shares.length)
    }
    const { truth, lie } = noiseChances(1.5, 4)
    expect(said.get('b')).toBeCloseTo(truth, 3)
    for (const other of ['a', 'c', 'other']) expect(said.get(other)).toBeCloseTo(lie, 3)
    expect(truth + 3 * lie).toBeCloseTo(1, 12)
    expect(truth / lie).toBeCloseTo(Math.exp(1.5), 9)
  })

  it('answers one of the values, and the same again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...values),
        fc.double({ min: 0.01, max: 8, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (value, epsilon, share) => {
          const answer = noisyValue(values, value, epsilon, share)
          expect(values).toContain(answer)
          expect(noisyValue(values, value, epsilon, share)).toBe(answer)
        },
      ),
    )
  })

  it('stands where the machine, the contract, the field and the value say, and nowhere else', () => {
    const secret = new Uint8Array(32)
    const share = noiseShare(secret, 'acme', 'plan', 'free')
    expect(share).toBeGreaterThanOrEqual(0)
    expect(share).toBeLessThan(1)
    expect(noiseShare(secret, 'acme', 'plan', 'free')).toBe(share)
    for (const other of [
      noiseShare(new Uint8Array(32).fill(1), 'acme', 'plan', 'free'),
      noiseShare(secret, 'acme2', 'plan', 'free'),
      noiseShare(secret, 'acme', 'tier', 'free'),
      noiseShare(secret, 'acme', 'plan', 'pro'),
    ])
      expect(other).not.toBe(share)
  })

  it('is spread evenly over machines', () => {
    const machines = Array.from({ length: 4_000 }, (_, i) => {
      const secret = new Uint8Array(32)
      new DataView(secret.buffer).setUint32(0, i)
      return noiseShare(secret, 'acme', 'plan', true)
    })
    for (let tenth = 0; tenth < 10; tenth++) {
      const held = machines.filter((share) => Math.floor(share * 10) === tenth).length
      // Six standard errors of a tenth of 4 000, with this one seed.
      expect(Math.abs(held - 400)).toBeLessThan(6 * Math.sqrt(4_000 * 0.1 * 0.9))
    }
  })

  it('is undone in sums: exactly where the noise was exact, alone and together', () => {
    const truth: { readonly [value: string]: number } = { a: 5_000, b: 3_000, c: 1_500, other: 500 }
    const { truth: p, lie: q } = noiseChances(1, 4)
    const all = 10_000
    const counted = (value: string): number => truth[value]! * p + (all - truth[value]!) * q
    for (const value of values) expect(estimateNoisy(counted(value), all, 1, 4).count).toBeCloseTo(truth[value]!, 6)
    expect(estimateNoisy(counted('a') + counted('c'), all, 1, 4, 2).count).toBeCloseTo(6_500, 6)
    expect(estimateNoisy(all, all, 1, 4, 4)).toEqual({ count: all, variance: 0 })
  })

  it('has the variance that the page of rules gives, and that repeated rounds show', () => {
    const { truth: p, lie: q } = noiseChances(1, 4)
    const [all, held] = [2_000, 500]
    const expected = held * p + (all - held) * q
    const { count, variance } = estimateNoisy(expected, all, 1, 4)
    expect(variance).toBeCloseTo((all * q * (1 - q)) / (p - q) ** 2 + (count * (1 - p - q)) / (p - q), 6)
    let state = 12_345
    // mulberry32: small, and as even as this asks for.
    const random = (): number => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    }
    const rounds = Array.from({ length: 400 }, () => {
      let said = 0
      for (let i = 0; i < all; i++) if (random() < (i < held ? p : q)) said++
      return estimateNoisy(said, all, 1, 4).count
    })
    const mean = rounds.reduce((sum, round) => sum + round, 0) / rounds.length
    const spread = rounds.reduce((sum, round) => sum + (round - mean) ** 2, 0) / (rounds.length - 1)
    expect(Math.abs(mean - held)).toBeLessThan(5 * Math.sqrt(variance / rounds.length))
    expect(spread / variance).toBeGreaterThan(0.7)
    expect(spread / variance).toBeLessThan(1.4)
  })
})
