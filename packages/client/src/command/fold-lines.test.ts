import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldLines } from './fold-lines.ts'

it('breaks wide lines at spaces, under the column in which their words begin', () => {
  const row = `  command          ${'word '.repeat(20).trim()}`
  const lines = foldLines(row, 60).split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/^ {19}word/)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
})

it('leaves what left, what fits and what is piped as it is', () => {
  const body = `  {"batch":"${'a b '.repeat(40)}"}`
  expect(foldLines(body, 80)).toBe(body)
  expect(foldLines('short\n\nlines', 80)).toBe('short\n\nlines')
  expect(foldLines('long '.repeat(40), undefined)).toBe('long '.repeat(40))
})

it('changes nothing but spaces and line ends, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 0, max: 120 }), (text, columns) => {
      expect(foldLines(text, columns).replaceAll(/[ \n]/g, '')).toBe(text.replaceAll(/[ \n]/g, ''))
    }),
  )
})
