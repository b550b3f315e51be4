import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isDeeperThan } from './json-depth.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

it('finds the depth that the parser finds, whatever brackets, quotes and backslashes stand in strings', () => {
  const text = fc.string({ unit: fc.constantFrom('[', '{', ']', '}', '"', '\\', 'u', 'a', 'é') })
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 9, withCrossShrink: true },
      text,
      fc.integer(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(text, tie('any'), { maxKeys: 3 }),
    ),
  })).any
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 8 }), (data, limit) => {
      expect(isDeeperThan(Buffer.from(JSON.stringify(data)), limit)).toBe(depthOf(data) > limit)
    }),
    { numRuns: 500 },
  )
})
