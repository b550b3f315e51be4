import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTogether } from './write-together.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-together-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const everything = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

describe('files that belong together', () => {
  it('are all written, and what they take the place of is gone', () => {
    writeFileSync(at('old'), 'old')
    const files = [
      { path: at('a'), text: '1' },
      { path: at('sub/deep/b'), text: '2' },
    ]
    expect(writeTogether(files, [at('old')], folder)).toEqual({ kind: 'written' })
    expect(everything()).toEqual(['a', 'sub', 'sub/deep', 'sub/deep/b'])
    expect(readFileSync(at('sub/deep/b'), 'utf8')).toBe('2')
  })

  it.each([
    ['a folder in the place of a file', () => mkdirSync(at('b')), 'b', 'a folder stands in its place'],
    [
      'a file in the place of a folder',
      () => writeFileSync(at('sub'), ''),
      'sub/b',
      'a file stands where its folder should be',
    ],
  ])('are all as they were where one cannot be written: %s', (_what, stand, path, why) => {
    writeFileSync(at('a'), 'before')
    stand()
    const before = everything()
    const files = [
      { path: at('a'), text: 'after' },
      { path: at('new/c'), text: '3' },
      { path: at(path), text: '2' },
    ]
    const outcome = writeTogether(files, [], folder)
    expect(outcome).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(`${path} cannot be written: ${why}`),
    })
    expect(outcome).toMatchObject({ message: expect.stringMatching(/Nothing was changed\.$/) })
    expect(everything()).toEqual(before)
    expect(readFileSync(at('a'), 'utf8')).toBe('before')
  })

  it('are put back where the last step fails', () => {
    writeFileSync(at('a'), 'before')
    mkdirSync(at('removed/by/nobody'), { recursive: true })
    const before = everything()
    const files = [
      { path: at('a'), text: 'after' },
      { path: at('b'), text: 'new' },
    ]
    expect(writeTogether(files, [at('removed')], folder)).toMatchObject({ kind: 'refused' })
    expect(everything()).toEqual(before)
    expect(readFileSync(at('a'), 'utf8')).toBe('before')
  })

  it('say that a folder is write-protected', () => {
    mkdirSync(at('locked'))
    chmodSync(at('locked'), 0o555)
    chmodSync(folder, 0o755)
    const isRoot = process.geteuid?.() === 0
    // Nothing is write-protected for root.
    if (isRoot) process.seteuid?.(65_534)
    const outcome = writeTogether([{ path: at('locked/a'), text: '1' }], [], folder)
    if (isRoot) process.seteuid?.(0)
    expect(outcome).toEqual({
      kind: 'refused',
      message: 'locked/a cannot be written: its folder, or the file itself, is write-protected. Nothing was changed.',
    })
    expect(everything()).toEqual(['locked'])
  })
})
