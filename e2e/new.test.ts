import { Ajv2020 } from 'ajv/dist/2020.js'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasTerminal } from '../tools/demo/play-run.ts'
import { eachOf } from './each-of.ts'
import { KEY, openPty, type Pty } from './pty.ts'
import { PLAINSIGHT, runCli } from './run-cli.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-new-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const wizard = (env: { readonly [name: string]: string } = {}): Pty =>
  openPty([process.execPath, PLAINSIGHT, 'new'], { cwd: folder, env })

/** Answers a question whose field may hold a guess already. */
async function answer(pty: Pty, question: string | RegExp, text: string): Promise<void> {
  await pty.until(question)
  pty.type(`${KEY.ctrlU}${text}${KEY.enter}`)
}

/** Answers up to the consent, and leaves it there. */
async function answerToConsent(pty: Pty): Promise<void> {
  await answer(pty, 'in code?', 'hello')
  await answer(pty, 'by people?', 'Hello')
  await answer(pty, 'One sentence.', 'Says hello.')
  await pty.until('What kind of product')
  pty.type(KEY.enter)
  await answer(pty, 'Which parts', 'cli')
  await answer(pty, 'Which commands', 'greet, part')
  await pty.until('How are commands counted')
  pty.type(KEY.enter)
  await pty.until('On what basis')
}

const FLAGS = ['--name', 'hello', '--description', 'Says hello.', '--count', 'greet,part', '--owners', '@hello/dx']

describe.skipIf(!hasTerminal())('plainsight new at a terminal', () => {
  it('asks for everything, refuses what is no answer, and writes a contract that keeps every rule', async () => {
    const pty = wizard()
    await pty.until('in code?')
    pty.type(`${KEY.ctrlU}Not A Name${KEY.enter}`)
    await pty.until('A name is 2 to 39 small letters')
    pty.type(`${KEY.ctrlU}hello${KEY.enter}`)
    await answer(pty, 'by people?', 'Hello')
    await answer(pty, 'One sentence.', `Says "hello", and it's kind.`)
    await pty.until('What kind of product')
    pty.type(KEY.down + KEY.enter)
    await answer(pty, 'Which parts', 'mcp, cli')
    await answer(pty, 'Which tools', 'search, fetch')
    await pty.until('How are tools counted')
    pty.type(KEY.enter)
    await pty.until('On what basis')
    pty.type(KEY.down + KEY.enter)
    await answer(pty, 'Where is the collector', 'https://telemetry.hello.example')
    await answer(pty, 'Who answers', '@hello/dx')
    await answer(pty, 'How many machines', '500')
    expect({ code: await pty.gone, written: pty.written() }).toMatchObject({ code: 0 })
    expect(pty.written()).toContain(`telemetry.span('tool.called', { tool: 'search' })`)
    expect(readdirSync(folder).sort()).toEqual(['TELEMETRY.md', 'hello.telemetry.lock.json', 'hello.telemetry.ts'])
    const text = readFileSync(join(folder, 'hello.telemetry.ts'), 'utf8')
    for (const part of [
      `preset: 'notice'`,
      `sources: ['mcp', 'cli']`,
      `choice(['search', 'fetch'],`,
      'population: 500',
      `host: 'telemetry.hello.example'`,
      `'Says "hello", and it\\'s kind.'`,
    ])
      expect(text).toContain(part)
    expect(await runCli(folder, ['check', '--ci', '--json'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"findings": []'),
    })
  })

  it('says at once what would make no contract, while it can still be changed', async () => {
    const pty = wizard()
    await pty.until('in code?')
    pty.type(`${KEY.ctrlU}con${KEY.enter}`)
    await pty.until('cannot be called')
    pty.type(`${KEY.ctrlU}hello${KEY.enter}`)
    await answer(pty, 'by people?', 'Hello')
    await answer(pty, 'One sentence.', 'Says hello.')
    await pty.until('What kind of product')
    pty.type(KEY.down.repeat(4) + KEY.enter)
    await answer(pty, 'Which parts', 'web')
    await answer(pty, 'Which pages', 'home')
    await pty.until('template')
    pty.type(`${KEY.ctrlU}/, /docs/*${KEY.enter}`)
    await pty.until('How are pages counted')
    pty.type(KEY.ctrlC)
    expect(await pty.gone).toBe(1)
  })

  it('takes the safest answers where one only says enter', async () => {
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        name: '@scope/hello',
        description: 'From the manifest.',
        author: 'Ann <a@example.com>',
        type: 'commonjs',
      }),
    )
    const pty = wizard()
    for (const question of ['in code?', 'by people?', 'One sentence.', 'What kind', 'Which parts']) {
      await pty.until(question)
      pty.type(KEY.enter)
    }
    await answer(pty, 'Which commands', 'greet')
    for (const question of ['How are commands', 'On what basis', 'Where is the collector', 'Who answers', 'How many']) {
      await pty.until(question)
      pty.type(KEY.enter)
    }
    expect(await pty.gone).toBe(0)
    // A package of CommonJS would not load a contract that ends in .ts.
    const text = readFileSync(join(folder, 'hello.telemetry.mts'), 'utf8')
    for (const part of [`preset: 'opt-in'`, 'rollup({', 'From the manifest.', `owners: ['Ann']`])
      expect(text).toContain(part)
    expect(text).not.toContain('destinations')
    expect((await runCli(folder, ['check', '--ci'])).code).toBe(0)
  })

  it.each([
    ['Ctrl-C', KEY.ctrlC],
    ['Esc', KEY.escape],
  ])('writes nothing when it is left with %s, and says so', async (_, key) => {
    const begun = wizard()
    await begun.until('in code?')
    begun.type(key)
    expect(await begun.gone).toBe(1)
    const late = wizard()
    await answerToConsent(late)
    late.type(key)
    expect(await late.gone).toBe(1)
    for (const { written } of [begun, late]) expect(written()).toContain('Nothing was written.')
    expect(readdirSync(folder)).toEqual([])
  })

  it('asks before it writes over anything, and a no leaves all as it was', async () => {
    expect((await runCli(folder, ['new', ...FLAGS])).code).toBe(0)
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const pty = openPty([process.execPath, PLAINSIGHT, 'new', ...FLAGS, '--title', 'Other'], { cwd: folder })
    await pty.until('Write over it?')
    pty.type(KEY.enter)
    expect(await pty.gone).toBe(1)
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before)
    const again = openPty([process.execPath, PLAINSIGHT, 'new', ...FLAGS, '--title', 'Other'], { cwd: folder })
    await again.until('Write over it?')
    again.type('y')
    expect(await again.gone).toBe(0)
    expect(readFileSync(join(folder, 'hello.telemetry.ts'), 'utf8')).toContain(`title: 'Other'`)
    expect((await runCli(folder, ['check', '--ci'])).code).toBe(0)
  })

  it('is plain under NO_COLOR, and asks nobody at a terminal that cannot be drawn on', async () => {
    // oxlint-disable-next-line no-control-regex
    const colours = /\x1b\[[\d;]*m/
    const plain = wizard({ NO_COLOR: '1' })
    await answerToConsent(plain)
    plain.type(KEY.ctrlC)
    await plain.gone
    expect(plain.written()).not.toMatch(colours)
    const coloured = wizard()
    await answerToConsent(coloured)
    coloured.type(KEY.ctrlC)
    await coloured.gone
    expect(coloured.written()).toMatch(colours)
    const dumb = wizard({ TERM: 'dumb' })
    expect(await dumb.gone).toBe(2)
    expect(dumb.written()).toContain('--name, --description, --count, --owners')
  })
})

describe('plainsight new without a terminal', () => {
  it('names the flags for what it was not told, and writes nothing', async () => {
    const none = await runCli(folder, ['new'])
    expect(none).toMatchObject({ code: 2, out: '' })
    expect(none.err).toContain('--name, --description, --count, --owners')
    const some = await runCli(folder, ['new', '--name', 'hello', '--owners', '@hello/dx'])
    expect(some.code).toBe(2)
    expect(some.err).toContain('no answer to description, count: give --description, --count')
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses to write over what is there, unless it is told to', async () => {
    writeFileSync(join(folder, 'TELEMETRY.md'), 'My own page.\n')
    const refused = await runCli(folder, ['new', ...FLAGS])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('There is TELEMETRY.md already; --overwrite')
    expect(readdirSync(folder)).toEqual(['TELEMETRY.md'])
    expect(readFileSync(join(folder, 'TELEMETRY.md'), 'utf8')).toBe('My own page.\n')
    expect((await runCli(folder, ['new', ...FLAGS, '--overwrite'])).code).toBe(0)
  })

  it('takes a file of answers, over which flags stand, and names the place of each that is none', async () => {
    const answers = { name: 'hello', description: 'Says hello.', count: ['greet'], owners: ['@hello/dx'], kind: 'sdk' }
    writeFileSync(join(folder, 'a.json'), JSON.stringify(answers))
    const { code, out } = await runCli(folder, ['new', '--answers', 'a.json', '--title', 'Hi', '--json'])
    expect(code).toBe(0)
    const said = JSON.parse(out) as { contract: string; written: string[]; attach: string }
    expect(said.contract).toBe('hello.telemetry.ts')
    expect(said.written.sort()).toEqual(
      readdirSync(folder)
        .filter((name) => name !== 'a.json')
        .sort(),
    )
    expect(readFileSync(join(folder, said.contract), 'utf8')).toContain(`title: 'Hi'`)
    const wrong = { ...answers, name: 'A', kind: 'game', count: ['ok', 'not\nok'], population: 3, colour: 'red' }
    writeFileSync(join(folder, 'b.json'), JSON.stringify(wrong))
    const refused = await runCli(folder, ['new', '--answers', 'b.json', '--overwrite'])
    expect(refused.code).toBe(2)
    for (const place of [
      'name: A name is',
      'kind: It has',
      'count: "not\\nok"',
      'population: It has',
      'colour: nobody',
    ])
      expect(refused.err).toContain(`b.json, ${place}`)
    for (const [text, said] of [
      ['{', 'is not JSON'],
      ['[]', 'has to be an object'],
    ]) {
      writeFileSync(join(folder, 'c.json'), text!)
      const broken = await runCli(folder, ['new', '--answers', 'c.json'])
      expect({ code: broken.code, err: broken.err.includes(said!) }).toEqual({ code: 2, err: true })
    }
    expect((await runCli(folder, ['new', '--answers', 'nowhere.json'])).err).toContain('no such file')
    const unfit = await runCli(folder, ['new', ...FLAGS, '--kind', 'web', '--attach', 'mcp'])
    expect({
      code: unfit.code,
      err: unfit.err.includes('--attach: for the kind web it has to be one of plain'),
    }).toEqual({ code: 2, err: true })
    expect((await runCli(folder, ['new', '--kind', 'game'])).err).toContain('--kind: It has to be one of cli')
  })

  it('has a schema that takes and refuses the same answers', async () => {
    const schema = JSON.parse((await runCli(folder, ['new', '--schema'])).out) as object
    const fits = new Ajv2020({ strict: true, validateFormats: false }).compile(schema)
    const good = { name: 'hello', description: 'Says hello.', count: ['greet'], owners: ['@hello/dx'] }
    const cases: readonly (readonly [object, boolean])[] = [
      [good, true],
      [{ ...good, kind: 'web', count: ['/', '/docs/*'], population: 40, consent: 'local', as: 'event' }, true],
      [
        { ...good, endpoint: 'https://a.example/x', docs: 'http://b.example', sources: ['cli', 'mcp'], title: 'T' },
        true,
      ],
      [{ ...good, name: 'Hello' }, false],
      [{ ...good, name: 'x' }, false],
      [{ ...good, kind: 'game' }, false],
      [{ ...good, count: [] }, false],
      [{ ...good, count: ['a', 'a'] }, false],
      [{ ...good, count: ['-'] }, false],
      [{ ...good, population: 39 }, false],
      [{ ...good, population: 99.5 }, false],
      [{ ...good, endpoint: 'ftp://a.example' }, false],
      [{ ...good, title: '' }, false],
      [{ ...good, sources: ['CLI'] }, false],
      [{ ...good, more: 1 }, false],
    ]
    await eachOf([...cases.entries()], async ([i, [answers, wanted]]) => {
      const place = join(folder, `case-${i}`)
      mkdirSync(place)
      writeFileSync(join(place, 'a.json'), JSON.stringify(answers))
      const { code } = await runCli(place, ['new', '--answers', 'a.json'])
      expect({ answers, schema: fits(answers), code }).toEqual({ answers, schema: wanted, code: wanted ? 0 : 2 })
      expect(existsSync(join(place, 'hello.telemetry.ts'))).toBe(wanted)
    })
  })
})
