import { expect, it } from 'vitest'
import { numberPattern } from './number-pattern.ts'

it.each([
  [-1, 211],
  [-1, 0],
  [0, 9],
  [3, 3],
  [7, 12],
  [88, 101],
])('the pattern of the numbers from %i to %i takes each of them and nothing else', (low, high) => {
  const pattern = new RegExp(`^(?:${numberPattern(low, high)})$`)
  for (let n = -3; n < 300; n++) expect([n, pattern.test(String(n))]).toEqual([n, n >= low && n <= high])
  for (const text of ['', '00', '07', '-0', '1.0', ' 8', '1e1', 'z'])
    expect([text, pattern.test(text)]).toEqual([text, false])
})
