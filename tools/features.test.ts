import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './run-command.ts'

/** How many rows each section has; an id is never given away or used twice. */
const SECTIONS: { readonly [letter: string]: number } = {
  A: 23,
  B: 9,
  C: 13,
  D: 16,
  E: 10,
  F: 19,
  G: 10,
  H: 13,
  I: 9,
  J: 8,
  K: 8,
  L: 12,
  M: 20,
  N: 22,
}

interface Row {
  readonly id: string
  readonly state: string
  readonly tests: readonly (readonly [path: string, title: string])[]
  readonly missing: string
}

const page = readFileSync(join(root, 'docs/features.md'), 'utf8')
const rows = page.split('\n').flatMap((line): Row[] => {
  if (!/^\| [A-N]\d\d /.test(line)) return []
  const [id = '', , state = '', shown = '', missing = ''] = line
    .slice(1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
  const tests = shown === '' ? [] : shown.split('<br>').map(splitTest)
  return [{ id, state, tests, missing }]
})

function splitTest(text: string): readonly [string, string] {
  const [, path = '', title = ''] = /^`([^`]+)` › (.+)$/.exec(text) ?? []
  return [path, title]
}

describe('the page of features', () => {
  it('has every row once, in order', () => {
    const ids = Object.entries(SECTIONS).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`),
    )
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it('names a test for what is done, what is missing for what is done in part, and neither for what comes later', () => {
    const shape = rows.map(({ id, state, tests, missing }) => [id, state, tests.length > 0, missing !== ''])
    const expected: { readonly [state: string]: readonly boolean[] } = {
      done: [true, false],
      partly: [true, true],
      later: [false, false],
    }
    expect(shape).toEqual(rows.map(({ id, state }) => [id, state, ...(expected[state] ?? ['no such state'])]))
  })

  it('counts its rows as they are', () => {
    const count = (state: string): number => rows.filter((row) => row.state === state).length
    expect(page).toContain(`${count('done')} are done, ${count('partly')} partly, ${count('later')} come later.`)
  })

  it('names only tests that exist', () => {
    const texts = new Map<string, string>()
    const strays = rows.flatMap(({ id, tests }) =>
      tests.flatMap(([path, title]) => {
        const text = texts.get(path) ?? textOf(path)
        texts.set(path, text)
        return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`))
          ? []
          : [`${id}: ${path} › ${title}`]
      }),
    )
    expect(strays).toEqual([])
  })
})

function textOf(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return ''
  }
}
