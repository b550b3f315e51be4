import { describe, expect, it } from 'vitest'
import { seenValue } from './seen-value.ts'

describe('seenValue', () => {
  it('tells what JSON has a word for as it is, and marks what it has none for', () => {
    expect(seenValue({ a: 1, b: 'x', c: true, d: null, e: [1, 'y'], f: { g: 2 } })).toEqual({
      a: 1,
      b: 'x',
      c: true,
      d: null,
      e: [1, 'y'],
      f: { g: 2 },
    })
    expect([Number.NaN, Infinity, -0, undefined, 10n, Symbol('s')].map((value) => seenValue(value))).toEqual([
      { $desk: 'number', text: 'NaN' },
      { $desk: 'number', text: 'Infinity' },
      { $desk: 'number', text: '-0' },
      { $desk: 'undefined', text: 'undefined' },
      { $desk: 'bigint', text: '10' },
      { $desk: 'symbol', text: 'Symbol(s)' },
    ])
  })

  it('never throws, never walks without end, and is always JSON of a bounded size', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const hostile: unknown[] = [
      cycle,
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('no')
          },
        },
      ),
      {
        get a() {
          throw new Error('no')
        },
        b: 1,
      },
      {
        toJSON() {
          throw new Error('no')
        },
      },
      JSON.parse('{"__proto__":{"polluted":true}}'),
      'x'.repeat(1e6),
      Array.from({ length: 1e5 }, () => 'y'.repeat(1e3)),
      Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`${i}`.repeat(500), i])),
      Object.create(null),
      '\ud800',
      () => 1,
      class {},
      new Map([['a', 1]]),
    ]
    for (const value of hostile) expect(JSON.stringify(seenValue(value)).length).toBeLessThan(50_000)
    expect(seenValue(hostile[2])).toEqual({ a: { $desk: 'throws', text: '' }, b: 1 })
    expect(({} as { polluted?: true }).polluted).toBeUndefined()
    expect(JSON.stringify(seenValue(cycle))).toBe('{"self":{"self":{"self":{"$desk":"object","text":"…"}}}}')
  })
})
