import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLinePile } from './line-pile.ts'

const line = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => JSON.stringify(text))

function ordered(...groups: (readonly string[])[]): string {
  const pile = createLinePile()
  for (const lines of groups) pile.add(lines.map((text) => `${text}\n`).join(''))
  return Buffer.from(pile.ordered()).toString()
}

it('gives every line back, in an order that does not depend on how they came', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { maxLength: 60 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.nat(60),
      (lines, chance, cut) => {
        const text = ordered(lines)
        expect(text.split('\n').slice(0, -1).toSorted()).toEqual(lines.toSorted())
        const shuffled = lines.map((held) => ({ held, at: chance.next().value })).toSorted((a, b) => a.at - b.at)
        const other = shuffled.map(({ held }) => held)
        expect(ordered(other.slice(0, cut), other.slice(cut))).toBe(text)
      },
    ),
  )
})

it('grows, and keeps equal lines', () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => String(i % 2_500).repeat(20))
  const text = ordered(lines.slice(0, 7), lines.slice(7))
  expect(text.split('\n').slice(0, -1).toSorted()).toEqual(lines.toSorted())
})

it('is empty when it was cleared', () => {
  const pile = createLinePile()
  pile.add(Buffer.from('one\ntwo\n'))
  expect([pile.rows(), Buffer.from(pile.ordered()).length]).toEqual([2, 8])
  pile.clear()
  pile.add('six\n')
  expect([pile.rows(), Buffer.from(pile.ordered()).toString()]).toEqual([1, 'six\n'])
})
