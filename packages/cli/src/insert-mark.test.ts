import { describe, expect, it } from 'vitest'
import { insertMark } from './insert-mark.ts'
import { sampleContract } from './testing/sample-contract.ts'

const source = sampleContract()
const since = (part: 'fields' | 'events', name: string) => ({ mark: 'since', path: [part, name] }) as const

/** The lines that differ, as they are now. */
function changed(now: string | undefined, before = source): readonly string[] | undefined {
  const old = before.split('\n')
  return now
    ?.split('\n')
    .filter((line) => !old.includes(line))
    .map((line) => line.trim())
}

describe('a mark in the source of a contract', () => {
  it('goes into the options of a field, and makes them where there are none', () => {
    expect(changed(insertMark(source, since('fields', 'command'), '1.1.0'))).toEqual([
      "command: choice(['list', 'build'], 'Which command ran', { since: '1.1.0', transient: true }),",
    ])
    expect(changed(insertMark(source, since('fields', 'duration'), '1.1.0'))).toEqual([
      "duration: duration('How long it took', { since: '1.1.0' }),",
    ])
  })

  it('goes into an event, on a line of its own where its neighbours are', () => {
    const now = insertMark(source, since('events', 'command.completed'), '1.1.0')
    expect(changed(now)).toEqual(["since: '1.1.0',"])
    expect(now).toContain("    'command.completed': rollup({\n      since: '1.1.0',\n      what:")
  })

  it('goes into the contract itself, at its head', () => {
    const now = insertMark(source, { mark: 'widened', path: [] }, '1.1.0')
    expect(changed(now)).toEqual(["widened: '1.1.0',"])
    expect(now).toContain("defineContract({\n  widened: '1.1.0',\n  name:")
    const older = source.replace("title: 'Sample'", "title: 'Sample',\n  widened: '1.0.0'")
    expect(insertMark(older, { mark: 'widened', path: [] }, '1.1.0')).toBe(
      older.replace("widened: '1.0", "widened: '1.1"),
    )
  })

  it.each([
    ['is no object', source.replace('defineContract({', 'defineContract(made) && ({')],
    ['is one of two', source + source],
  ])('is not written where the contract %s', (_, text) => {
    expect(insertMark(text, { mark: 'widened', path: [] }, '1.1.0')).toBeUndefined()
  })

  it('takes the place of an older one', () => {
    const older = source.replace("'How long it took')", "'How long it took', { widened: '1.0.0' })")
    const now = insertMark(older, { mark: 'widened', path: ['fields', 'duration'] }, '1.1.0')
    expect(now).toBe(older.replace("widened: '1.0.0'", "widened: '1.1.0'"))
  })

  it.each([
    ['a comma at the end', "'How long it took',\n    )", "'How long it took', { since: '1.1.0' }\n    )"],
    [
      'a comment that speaks of the field',
      "'x' /* duration: duration('y') */)",
      "'x' /* duration: duration('y') */, { since: '1.1.0' })",
    ],
    ['a sentence with signs in it', "'How (long) it {took')", "'How (long) it {took', { since: '1.1.0' })"],
    ['empty options', "'How long it took', {})", "'How long it took', { since: '1.1.0' })"],
    [
      'options that speak of another mark',
      "'x', { deprecated: 'since: never' })",
      "'x', { since: '1.1.0', deprecated: 'since: never' })",
    ],
  ])('is written past %s', (_, from, to) => {
    const text = source.replace("'How long it took')", from)
    expect(insertMark(text, since('fields', 'duration'), '1.1.0')).toBe(source.replace("'How long it took')", to))
  })

  it.each([
    ['of a field that is imported', source.replace(/duration: duration\([^)]*\)/, 'duration')],
    ['of a field by another name', source.replace(/duration: duration\([^)]*\)/, 'duration: howLong')],
    ['of a field that is spread in', source.replace(/duration: duration\([^)]*\)/, '...more')],
    ['where there is no contract', 'export default {}'],
  ])('is not written %s', (_, text) => {
    expect(insertMark(text, since('fields', 'duration'), '1.1.0')).toBeUndefined()
  })
})
