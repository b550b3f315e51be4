import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countRounded, isRounded, roundDigits } from './round-digits.ts'

it('keeps two digits, the order and the sign, and changes nothing twice', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
      const rounded = roundDigits(a)
      expect(roundDigits(rounded)).toBe(rounded)
      expect(roundDigits(-a)).toBe(-rounded)
      expect(isRounded(a)).toBe(rounded === a)
      expect(isRounded(rounded)).toBe(true)
      expect(Math.abs(rounded - a)).toBeLessThanOrEqual(Math.abs(a) * 0.05)
      if (a <= b) expect(rounded).toBeLessThanOrEqual(roundDigits(b))
      if (Math.abs(rounded) > 99) expect(String(Math.abs(rounded))).toMatch(/^[0-9]{2}0*$/)
    }),
    { numRuns: 2_000 },
  )
})

it('counts what it leaves as one finds by trying every number', () => {
  fc.assert(
    fc.property(fc.integer({ min: -3_000, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), (low, width) => {
      const [from, to] = [roundDigits(low), roundDigits(low + width)]
      const left = new Set<number>()
      for (let whole = from; whole <= to; whole++) if (roundDigits(whole) === whole) left.add(whole)
      expect(countRounded(from, to)).toBe(left.size)
    }),
    { numRuns: 300 },
  )
})
