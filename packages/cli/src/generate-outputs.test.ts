import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTestTelemetry } from '@plainsight/client/testing'
import { defineContract, errors } from '@plainsight/contract'
import { fileKey, type BuildManifest } from '@plainsight/contract/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runPlainsight, type Ran } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-outputs-'))
  put('sample.telemetry.ts', sampleContract())
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const generate = (...args: string[]): Promise<Ran> => runPlainsight(folder, ['generate', ...args])
const here = (name = '.'): string[] => readdirSync(join(folder, name)).sort()

const LOCK = 'sample.telemetry.lock.json'
const OTHERS = [
  'TELEMETRY-ASSESSMENT.md',
  'sample.columns.md',
  'sample.openapi.json',
  'sample.relay.json',
  'sample.schema.json',
  'sample.vectors.json',
  'sample_telemetry.py',
]

describe('what generate makes', () => {
  it('with --only all is everything, each fresh until the contract or the file changes', async () => {
    expect((await generate('--only', 'all')).code).toBe(0)
    expect(here()).toEqual(['TELEMETRY.md', ...OTHERS, LOCK, 'sample.telemetry.ts'].sort())
    expect((await generate('--only', 'all', '--check')).code).toBe(0)
    for (const name of OTHERS) {
      const text = read(name)
      put(name, `${text} `)
      const stale = await generate('--only', 'all', '--check')
      expect([stale.code, stale.out]).toEqual([1, expect.stringContaining(`stale    ${name}`)])
      expect(stale.out).toContain('Run `plainsight generate` with the same options')
      put(name, text)
    }
    rmSync(join(folder, OTHERS[0]!))
    expect((await generate('--only', 'all', '--check')).out).toContain(`missing  ${OTHERS[0]}`)
    put(
      'sample.telemetry.ts',
      sampleContract((text) => text.replace("version: '1.0.0'", "version: '1.1.0'").replace('A tool', 'Another tool')),
    )
    const moved = await generate('--only', 'all', '--check', '--json')
    expect((JSON.parse(moved.out) as { stale: string[] }).stale).toEqual(['TELEMETRY.md', ...OTHERS, LOCK].sort())
  })

  it('is what its package lists, beside the lock and the page, and check --ci holds it to that', async () => {
    put('package.json', '{"name":"x","plainsight":{"generate":["schema","python"],"out":"made/here"}}')
    expect((await generate()).code).toBe(0)
    expect(here()).toEqual(['TELEMETRY.md', 'made', 'package.json', LOCK, 'sample.telemetry.ts'].sort())
    expect(here('made/here')).toEqual(['sample.schema.json', 'sample_telemetry.py'])
    expect((await runPlainsight(folder, ['check', '--ci'])).code).toBe(0)
    put('made/here/sample.schema.json', '{}')
    const stale = await runPlainsight(folder, ['check', '--ci'])
    expect([stale.code, stale.out]).toEqual([1, expect.stringContaining('made/here/sample.schema.json  stale-output')])
    // What is said for one run stands above it.
    expect((await generate('--only', 'relay', '--out', 'else')).code).toBe(0)
    expect(here('else')).toEqual(['sample.relay.json'])
    expect(read('made/here/sample.schema.json')).toBe('{}')
  })

  it.each([
    ['{"plainsight":7}', 'has to be an object'],
    [
      '{"plainsight":{"generate":["sql"]}}',
      'has to list under "generate" some of page, assessment, schema, openapi, python, columns, relay, vectors',
    ],
    ['{"plainsight":{"generate":"all"}}', 'has to list under "generate"'],
    ['{"plainsight":{"out":""}}', 'has to name a folder'],
    ['{"plainsight":{"ouputs":[]}}', '"ouputs", which means nothing'],
  ])('is refused where the package says %s', async (manifest, said) => {
    put('package.json', manifest)
    const { code, err } = await generate()
    expect([code, err]).toEqual([1, expect.stringContaining(said)])
    expect(err).not.toMatch(/\n\s+at /)
    expect(here()).toEqual(['package.json', 'sample.telemetry.ts'])
  })

  it('is refused for a word that names no output', async () => {
    const { code, err } = await generate('--only', 'page,sql')
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('There is no output "sql"; there are page, assessment, schema'),
    ])
    expect(here()).toEqual(['sample.telemetry.ts'])
  })

  it('is all or nothing: a folder in the place of one file leaves the others as they were', async () => {
    mkdirSync(join(folder, 'sample.schema.json'))
    const { code, err } = await generate('--only', 'all')
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(
        /sample\.schema\.json cannot be written: a folder stands in its place\..* Nothing was changed\./,
      ),
    ])
    expect(here()).toEqual(['sample.schema.json', 'sample.telemetry.ts'])
  })

  it('is refused where two contracts would write one file', async () => {
    mkdirSync(join(folder, 'b'))
    put('b/sample.telemetry.ts', sampleContract())
    const { code, err } = await generate('--only', 'schema', '--out', 'made')
    expect([code, err]).toEqual([1, expect.stringContaining('Two contracts would write made/sample.schema.json')])
    expect(here()).toEqual(['b', 'sample.telemetry.ts'])
  })

  it('is refused where the lock of an accepted version is damaged or another one', async () => {
    mkdirSync(join(folder, 'locks/sample'), { recursive: true })
    put(
      'sample.telemetry.ts',
      sampleContract((text) => text.replace("version: '1.0.0',", "version: '1.1.0', accepts: ['1.0.0'],")),
    )
    put('locks/sample/1.0.0.lock.json', '{')
    expect((await generate()).err).toContain('the lock of that version cannot be used (locks/sample/1.0.0.lock.json)')
  })
})

describe('the list of the files of a build', () => {
  beforeEach(() => {
    put('package.json', '{"name":"sample"}')
    mkdirSync(join(folder, 'dist/chunks/node_modules/x'), { recursive: true })
    for (const name of [
      'main.js',
      'main.js.map',
      'main.d.ts',
      'b.mjs',
      'chunks/a.cjs',
      'style.css',
      'chunks/node_modules/x/x.js',
    ])
      put(`dist/${name}`, '')
  })

  it('names the program files by their place in the product, sorted, and is stale when one comes', async () => {
    expect((await generate('--manifest', 'dist')).code).toBe(0)
    expect(JSON.parse(read('dist/sample.manifest.json'))).toEqual({
      format: 1,
      files: ['dist/b.mjs', 'dist/chunks/a.cjs', 'dist/main.js'],
    })
    expect((await generate('--manifest', 'dist', '--check')).code).toBe(0)
    put('dist/new.js', '')
    const stale = await generate('--manifest', 'dist', '--check')
    expect([stale.code, stale.out]).toEqual([1, expect.stringContaining('stale    dist/sample.manifest.json')])
    // Without the option nobody asks for it.
    expect((await generate('--check')).code).toBe(0)
  })

  it('is what makes an error’s own frames known', async () => {
    put('dist/main.mjs', 'export function fail() {\n  throw new TypeError(process.cwd())\n}\n')
    await generate('--manifest', 'dist')
    const manifest = JSON.parse(read('dist/sample.manifest.json')) as BuildManifest
    const { fail } = (await import(pathToFileURL(join(folder, 'dist/main.mjs')).href)) as { fail: () => void }
    const said = { what: 'It failed', why: 'To mend it', readBy: ['report:errors'], fields: {} } as const
    const contract = defineContract({
      name: 'sample',
      version: '1.0.0',
      title: 'Sample',
      description: '',
      owners: [],
      consent: { preset: 'opt-in' },
      sources: ['cli'],
      presence: false,
      fields: {},
      events: { failed: errors(said) },
    })
    const telemetry = createTestTelemetry(contract, { errors: { manifest, root: folder } })
    telemetry.setConsent('on', { channel: 'errors' })
    try {
      fail()
    } catch (error) {
      telemetry.reportError(error)
    }
    expect(telemetry.records).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({
          class: 'TypeError',
          frames: expect.arrayContaining([`${fileKey('dist/main.mjs')}:2:9`]),
        }),
      }),
    ])
    expect(JSON.stringify(telemetry.records)).not.toContain(folder)
  })

  it.each([
    ['nowhere', 'There is no folder nowhere: build the product first.'],
    ['package.json', 'There is no folder package.json'],
    ['empty', 'There is no program file below empty.'],
  ])('is refused for %s', async (given, said) => {
    mkdirSync(join(folder, 'empty'))
    const { code, err } = await generate('--manifest', given)
    expect([code, err]).toEqual([2, expect.stringContaining(said)])
    expect(here()).not.toContain('TELEMETRY.md')
  })

  it('is of one contract', async () => {
    put(
      'other.telemetry.ts',
      sampleContract((text) => text.replace("name: 'sample'", "name: 'other'")),
    )
    expect((await generate('--manifest', 'dist')).err).toContain('name its file beside --manifest')
    expect((await generate('other.telemetry.ts', '--manifest', 'dist')).code).toBe(0)
    expect(here('dist')).toContain('other.manifest.json')
  })
})
