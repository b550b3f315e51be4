import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { runPlainsight } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

const NAME = 'sample.telemetry.ts'
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-marks-'))
  put(sampleContract())
  await runPlainsight(folder, ['generate'])
  return () => rmSync(folder, { recursive: true, force: true })
})

const put = (text: string): void => writeFileSync(join(folder, NAME), text)
const read = (): string => readFileSync(join(folder, NAME), 'utf8')

/** The sample with a field more, and a list that says more of what stays the same on a machine. */
const grown = (fresh: string): string =>
  sampleContract((text) =>
    text
      .replace("version: '1.0.0'", "version: '1.1.0'")
      .replace('import { choice,', 'import { choice, flag,')
      .replace('  fields: {\n', `  fields: {\n    fresh: ${fresh},\n`)
      .replace("by: ['command']", "by: { command: 'required', fresh: 'optional' }")
      .replace("readBy: ['chart:commands'],", "readBy: ['chart:commands'], retention: 365,"),
  )

describe('plainsight check --write', () => {
  it('writes the marks that are missing, and leaves the rest of the file as it is', async () => {
    const text = grown("flag('Whether it was new', { transient: true })")
    put(text)
    const before = await runPlainsight(folder, ['check'])
    expect(before.out.match(/(?:since|widened|review)-missing/g)).toEqual([
      'review-missing',
      'since-missing',
      'widened-missing',
    ])
    expect(read()).toBe(text)
    const ran = await runPlainsight(folder, ['check', '--write'])
    expect(ran.err).toBe('wrote since at fields.fresh\nwrote widened at events["command.completed"]\n')
    expect(ran.out.match(/\w+-missing/g)).toEqual(['review-missing'])
    expect(read()).toBe(
      text
        .replace("'Whether it was new', { transient", "'Whether it was new', { since: '1.1.0', transient")
        .replace('rollup({\n', "rollup({\n      widened: '1.1.0',\n"),
    )
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('writes the mark of the contract as a whole, at its head, and the line says which', async () => {
    const text = sampleContract((before) =>
      before.replace("version: '1.0.0'", "version: '1.1.0'").replace("sources: ['cli']", "sources: ['cli', 'editor']"),
    )
    put(text)
    expect((await runPlainsight(folder, ['check'])).out).toContain('widened-missing')
    const ran = await runPlainsight(folder, ['check', '--write'])
    expect(ran.err).toContain('wrote widened at the head of the contract\n')
    expect(ran.out).not.toContain('widened-missing')
    expect(read()).toContain("defineContract({\n  widened: '1.1.0',\n  name: 'sample',")
  })

  it('writes nothing where it would not be the same contract', async () => {
    // The options are a name, so a further argument would be none.
    const text = grown("flag('Whether it was new', options)").replace(
      'export default',
      'const options = { transient: true } as const\nexport default',
    )
    put(text)
    const ran = await runPlainsight(folder, ['check', '--write'])
    expect(ran.err).toBe('wrote widened at events["command.completed"]\n')
    expect(ran.out).toContain('since-missing')
    expect(read()).toBe(text.replace('rollup({\n', "rollup({\n      widened: '1.1.0',\n"))
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('has nothing to do without a lock, and under the version that is locked', async () => {
    const text = grown("flag('Whether it was new', { transient: true })").replace(
      "version: '1.1.0'",
      "version: '1.0.0'",
    )
    put(text)
    expect((await runPlainsight(folder, ['check', '--write'])).out).toContain('version-not-moved')
    rmSync(join(folder, 'sample.telemetry.lock.json'))
    expect((await runPlainsight(folder, ['check', '--write'])).err).toBe('')
    expect(read()).toBe(text)
  })
})
