import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

describe('canonical JSON', () => {
  it('is JSON of the same data, and canonical again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value)
        if (text === undefined) return
        const read = JSON.parse(text) as unknown
        expect(canonicalJson(read)).toBe(text)
        expect(read).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (record) => {
        const turned = Object.fromEntries(Object.entries(record).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(record))
      }),
    )
  })

  it.each([
    ['NaN', Number.NaN],
    ['an infinity', -Infinity],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['a list with a hole', [1, undefined]],
    ['half a character', ['\udc00']],
  ])('there is none of %s', (_, value) => {
    expect(canonicalJson(value)).toBeUndefined()
    expect(canonicalJson({ a: [value] })).toBeUndefined()
  })

  it('leaves out keys whose value is undefined, as JSON does', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  it('of what contains itself there is none, and it is found at once', () => {
    const cyclic: { [key: string]: unknown } = {}
    for (let i = 0; i < 20; i++) cyclic[`k${i}`] = cyclic
    expect(canonicalJson(cyclic)).toBeUndefined()
  })
})
