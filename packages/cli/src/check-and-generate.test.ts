import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runPlainsight } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-cli-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const lockOf = (name: string): { digest: string; history: { version: string }[]; contract: { version: string } } =>
  JSON.parse(read(name)) as never

describe('plainsight check', () => {
  it('finds nothing in a sound contract outside any package', async () => {
    put('sample.telemetry.ts', sampleContract())
    const { code, out, err } = await runPlainsight(folder, ['check'])
    expect({ code, out, err }).toEqual({ code: 0, out: '1 contract: no problem found\n', err: '' })
  })

  it('prints each problem with its place in the source, its rule and its mend', async () => {
    put(
      'sample.telemetry.ts',
      sampleContract((text) => text.replace("measure: ['duration']", "measure: ['duration', 'comand']")),
    )
    const { code, out } = await runPlainsight(folder, ['check', 'sample.telemetry.ts'])
    expect(code).toBe(1)
    const [head, sentence, mend] = out.split('\n')
    expect(head).toMatch(/^sample\.telemetry\.ts:23:\d+ {2}field-undeclared$/)
    expect(sentence).toContain('comand')
    expect(mend).toMatch(/^ {2}→ /)
  })

  it('gives the same findings as JSON and as lines for a pull request', async () => {
    put(
      'sample.telemetry.ts',
      sampleContract((text) => text.replace("measure: ['duration']", "measure: ['duration', 'comand']")),
    )
    const json = JSON.parse((await runPlainsight(folder, ['check', '--json'])).out) as { findings: object[] }
    expect(json.findings[0]).toMatchObject({ file: 'sample.telemetry.ts', line: 23, rule: 'field-undeclared' })
    const github = await runPlainsight(folder, ['check', '--format', 'github'])
    expect(github.out).toMatch(/^::error file=sample\.telemetry\.ts,line=23,col=\d+,title=field-undeclared::/)
  })

  it('goes on saying what was let pass, by whom and why, and ends well', async () => {
    const review = "{ rule: 'read-by', where: 'events', who: '@sample/dx', when: '2026-11-19', why: 'A chart comes' }"
    put(
      'sample.telemetry.ts',
      sampleContract((text) =>
        text
          .replace(/readBy: \['[^']+'\]/, "readBy: ['me']")
          .replace('  fields: {', `  reviews: [${review}],\n  fields: {`),
      ),
    )
    const { code, out } = await runPlainsight(folder, ['check'])
    expect(code).toBe(0)
    expect(out).toContain('suppressed  read-by')
    expect(out).toContain('let pass by @sample/dx on 2026-11-19: A chart comes')
    expect(out).toContain('1 contract: no problem found, 1 suppressed')
    const json = JSON.parse((await runPlainsight(folder, ['check', '--json'])).out) as { findings: object[] }
    expect(json.findings).toMatchObject([{ rule: 'read-by', severity: 'note', suppressed: { who: '@sample/dx' } }])
    // To whom generates it is said in one line: `check` is for the rest.
    const generated = await runPlainsight(folder, ['generate'])
    expect(generated.code).toBe(0)
    expect(generated.err).toBe(
      'sample.telemetry.ts: 1 finding is let pass; `plainsight check` says which, by whom and why.\n',
    )
  })

  it('with --ci fails when the lock or the page is missing or stale', async () => {
    put('sample.telemetry.ts', sampleContract())
    expect((await runPlainsight(folder, ['check', '--ci'])).out).toContain('lock-missing')
    await runPlainsight(folder, ['generate'])
    expect((await runPlainsight(folder, ['check', '--ci'])).code).toBe(0)
    put('TELEMETRY.md', `${read('TELEMETRY.md')}\nWe never collect anything.\n`)
    const stale = await runPlainsight(folder, ['check', '--ci'])
    expect(stale.code).toBe(1)
    expect(stale.out).toContain('TELEMETRY.md  stale-output')
  })
})

describe('a contract file that cannot be used', () => {
  const cases: [name: string, text: string, said: RegExp][] = [
    ['a syntax error', 'export default {,}', /not TypeScript that can be read/],
    ['an enum', 'enum A { B }\nexport default A', /use types only/],
    ['no default export', 'export const contract = {}', /export default defineContract/],
    ['a default export that is no contract', 'export default 7', /its default export is 7/],
    ['a function in it', 'export default { name: () => 1 }', /name is a function/],
    ['an import that is not there', "import x from 'no-such-package'\nexport default x", /no-such-package/],
    ['an error of its own', "throw new Error('out of paper')", /out of paper/],
    ['an exit', 'process.exit(0)', /ended the process/],
    ['too much of it', "export default { name: 'x'.repeat(5e6) }", /larger than 4 MB/],
    ['noise', 'console.log(\'{"kind":"contract","contract":{}}\')\nthrow 1', /It threw 1/],
  ]

  it.each(cases)('says so in one sentence: %s', async (_name, text, said) => {
    put('bad.telemetry.ts', text)
    for (const args of [['check'], ['generate']]) {
      const { code, out, err } = await runPlainsight(folder, args)
      expect(code).toBe(1)
      expect(out + err).toMatch(said)
      expect(out + err).not.toMatch(/\n\s+at |node:internal/)
    }
    expect(readdirSync(folder)).toEqual(['bad.telemetry.ts'])
  })

  it('is ended when it does not end loading', async () => {
    put('bad.telemetry.ts', 'for (;;) {}')
    const { code, out } = await runPlainsight(folder, ['check'], { PLAINSIGHT_LOAD_SECONDS: '1' })
    expect(code).toBe(1)
    expect(out).toMatch(/did not end loading within 1 s/)
  })
})

describe('plainsight generate', () => {
  it('makes the first lock and the page, and then has nothing more to do', async () => {
    put('sample.telemetry.ts', sampleContract())
    const first = await runPlainsight(folder, ['generate'])
    expect(first.code).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['TELEMETRY.md', 'sample.telemetry.lock.json', 'sample.telemetry.ts'])
    expect(read('TELEMETRY.md')).toContain(lockOf('sample.telemetry.lock.json').digest)
    const before = [read('TELEMETRY.md'), read('sample.telemetry.lock.json')]
    const second = await runPlainsight(folder, ['generate', 'sample.telemetry.ts'])
    expect(second.out).not.toContain('wrote')
    expect([read('TELEMETRY.md'), read('sample.telemetry.lock.json')]).toEqual(before)
  })

  it('with --check writes nothing and fails when something is stale', async () => {
    put('sample.telemetry.ts', sampleContract())
    const missing = await runPlainsight(folder, ['generate', '--check'])
    expect(missing.code).toBe(1)
    expect(readdirSync(folder)).toEqual(['sample.telemetry.ts'])
    await runPlainsight(folder, ['generate'])
    expect((await runPlainsight(folder, ['generate', '--check'])).code).toBe(0)
  })

  it('refuses to lock other content under a version that is locked, but for one that was never published', async () => {
    put('sample.telemetry.ts', sampleContract())
    await runPlainsight(folder, ['generate'])
    const { digest } = lockOf('sample.telemetry.lock.json')
    put(
      'sample.telemetry.ts',
      sampleContract((text) => text.replace("'list', ", "'list', 'test', ")),
    )
    const refused = await runPlainsight(folder, ['generate'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('version-not-moved')
    expect(lockOf('sample.telemetry.lock.json').digest).toBe(digest)
    expect((await runPlainsight(folder, ['generate', '--unpublished'])).code).toBe(0)
    expect(lockOf('sample.telemetry.lock.json').digest).not.toBe(digest)
    expect(lockOf('sample.telemetry.lock.json').history).toHaveLength(1)
  })

  it('keeps the lock of each version that is still accepted, and lets go of the others', async () => {
    put('sample.telemetry.ts', sampleContract())
    await runPlainsight(folder, ['generate'])
    const first = read('sample.telemetry.lock.json')
    const move = (version: string, accepts: string): string =>
      sampleContract((text) =>
        text
          .replace("version: '1.0.0',", `version: '${version}', accepts: [${accepts}],`)
          .replace("'A tool", `'${version} of a tool`),
      )
    put('sample.telemetry.ts', move('1.1.0', "'1.0.0'"))
    expect((await runPlainsight(folder, ['generate'])).code).toBe(0)
    expect(read('locks/sample/1.0.0.lock.json')).toBe(first)
    expect(lockOf('sample.telemetry.lock.json').history.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0'])
    put('sample.telemetry.ts', move('1.2.0', ''))
    const moved = await runPlainsight(folder, ['generate'])
    expect(moved.err).toContain('Version 1.1.0 is no longer accepted')
    expect(readdirSync(join(folder, 'locks/sample'))).toEqual([])
    put('sample.telemetry.ts', move('1.3.0', "'1.2.0', '0.9.0'"))
    const missing = await runPlainsight(folder, ['generate'])
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('0.9.0.lock.json')
  })

  it('takes every contract of the project, and writes none when one cannot be used', async () => {
    mkdirSync(join(folder, 'one'))
    mkdirSync(join(folder, 'two'))
    put('one/sample.telemetry.ts', sampleContract())
    put('two/other.telemetry.ts', 'export default {}')
    expect((await runPlainsight(folder, ['generate'])).code).toBe(1)
    expect(readdirSync(join(folder, 'one'))).toEqual(['sample.telemetry.ts'])
    put(
      'two/other.telemetry.ts',
      sampleContract((text) => text.replace("name: 'sample'", "name: 'other'")),
    )
    expect((await runPlainsight(folder, ['generate'])).code).toBe(0)
    expect(readdirSync(join(folder, 'two')).sort()).toEqual([
      'TELEMETRY.md',
      'other.telemetry.lock.json',
      'other.telemetry.ts',
    ])
  })

  it('gives two contracts of one folder a page each', async () => {
    put(
      'one.telemetry.ts',
      sampleContract((text) => text.replace("name: 'sample'", "name: 'one'")),
    )
    put(
      'two.telemetry.ts',
      sampleContract((text) => text.replace("name: 'sample'", "name: 'two'")),
    )
    await runPlainsight(folder, ['generate'])
    expect(read('one.TELEMETRY.md')).toContain('`ONE_TELEMETRY=0`')
    expect(read('two.TELEMETRY.md')).toContain('`TWO_TELEMETRY=0`')
  })
})

describe('wrong use', () => {
  it.each([
    [['frobnicate'], 2],
    [['check', '--nope'], 2],
    [['check', 'missing.telemetry.ts'], 2],
    [['generate'], 2],
    [['--help'], 0],
    [['--version'], 0],
    [['check', '--help'], 0],
  ] as const)('%j ends with %d and no stack', async (args, code) => {
    const ran = await runPlainsight(folder, args)
    expect(ran.code).toBe(code)
    expect(ran.out + ran.err).not.toMatch(/\n\s+at /)
  })

  it.each(['check', 'generate', 'dev'])('%s --help has an example', async (command) => {
    expect((await runPlainsight(folder, [command, '--help'])).out).toMatch(/Examples?:\n {2}plainsight/)
  })
})
