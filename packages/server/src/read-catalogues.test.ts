import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCatalogues } from './read-catalogues.ts'

function rig(): { folder: string; told: string[]; at: (ms: number) => void; has: (key: string) => boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'catalogues-'))
  const told: string[] = []
  let now = 1_000_000
  const hasKey = readCatalogues(
    folder,
    () => now,
    (sentence) => void told.push(sentence),
  )
  return { folder, told, at: (ms) => void (now = 1_000_000 + ms), has: (key) => hasKey('designs', key) }
}

it('has the keys of its file, and those that came to it within a minute', () => {
  const { folder, told, at, has } = rig()
  writeFileSync(join(folder, 'designs.json'), '["hero","footer"]')
  expect([has('hero'), has('private-thing')]).toEqual([true, false])
  writeFileSync(join(folder, 'designs.json'), '["hero","footer","navbar"]')
  expect(has('navbar')).toBe(false)
  at(60_000)
  expect(has('navbar')).toBe(true)
  expect(told).toEqual([])
})

it.each([
  ['is not there', undefined, /cannot be read/],
  ['is not JSON', '[', /is not JSON/],
  ['is no list', '{"keys":[]}', /has to be a list/],
  ['lists something else', '[1]', /has to be a list/],
])('has no key where the file %s, and says so once', (_, content, sentence) => {
  const { folder, told, at, has } = rig()
  if (content !== undefined) writeFileSync(join(folder, 'designs.json'), content)
  expect([has('hero'), has('hero')]).toEqual([false, false])
  at(60_000)
  expect(has('hero')).toBe(false)
  expect(told).toEqual([expect.stringMatching(sentence)])
})

it('reads nothing outside its folder, whatever a contract calls a catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogues-'))
  writeFileSync(join(folder, 'outside.json'), '["secret"]')
  const told: string[] = []
  const hasKey = readCatalogues(
    join(folder, 'inside'),
    () => 0,
    (sentence) => void told.push(sentence),
  )
  for (const name of ['../outside', '..\\outside', join(folder, 'outside'), '', 'x/../../outside', 'a\0b'])
    expect(hasKey(name, 'secret')).toBe(false)
  expect(told).toEqual([])
})
