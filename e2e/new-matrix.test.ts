import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root, runCommand } from '../tools/run-command.ts'
import { installClient } from './acme-copy.ts'
import { eachOf } from './each-of.ts'
import { runCli } from './run-cli.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-new-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** What each kind can be attached by, besides plainly. */
const FORMS: { readonly [kind: string]: readonly string[] } = {
  cli: ['commander', 'yargs', 'citty', 'oclif'],
  mcp: ['mcp'],
}

describe('plainsight new', () => {
  it('makes, of any answers, a contract without a finding, code that compiles, and counts', async () => {
    installClient(folder)
    writeFileSync(join(folder, 'package.json'), '{"name":"matrix","type":"module"}')
    const names = { cli: 'remote add', mcp: 'search', sdk: 'createUser', daemon: 'nightly-sync', web: '/docs/:page' }
    const consents = ['opt-in', 'notice', 'audience-fr', 'local']
    const made: { readonly name: string; readonly kind: string; readonly forms: readonly string[] }[] = []
    for (const [k, [kind, first]] of Object.entries(names).entries())
      for (const [c, consent] of consents.entries()) {
        const name = `m-${kind}-${c}`
        const answers = {
          name,
          kind,
          consent,
          description: `A ${kind} with an ' and a " and a \\ and a \${}.`,
          count: [first, ...Array.from({ length: c * 30 }, (_, i) => (kind === 'web' ? `/p${i}` : `name-${i}`))],
          as: (k + c) % 2 === 0 ? 'rollup' : 'event',
          population: [40, 500, 10_000, 2_000_000][(k + c) % 4],
          owners: ['@x/y', 'Ann Example'],
          ...((k + c) % 3 === 0 ? {} : { endpoint: 'https://telemetry.x.example:8443/in' }),
          ...(c === 1 ? { docs: 'https://x.example/telemetry', sources: ['cli', 'mcp', 'web'] } : {}),
        }
        const place = join(folder, name)
        mkdirSync(place)
        writeFileSync(join(place, 'answers.json'), JSON.stringify(answers))
        // Each form twice: once where things are rolled up, and once where each is an event of its own.
        const forms = (FORMS[kind] ?? []).filter((_, f) => f % 4 === c || (f + 1) % 4 === c)
        made.push({ name, kind, forms })
      }
    await eachOf(made, async ({ name, forms }) => {
      const place = join(folder, name)
      const run = (form: string): ReturnType<typeof runCli> =>
        runCli(place, ['new', '--answers', 'answers.json', '--json', '--overwrite', '--attach', form])
      const { code, out, err } = await run('plain')
      expect({ name, code, err }).toEqual({ name, code: 0, err: '' })
      writeFileSync(join(place, 'plain.ts'), (JSON.parse(out) as { attach: string }).attach)
      for (const form of forms) {
        const attached = JSON.parse((await run(form)).out) as { attach: string }
        writeFileSync(
          join(place, `${form}.ts`),
          `declare const program: any, main: any, server: any, Command: any\n${attached.attach}\n`,
        )
      }
    })
    const checked = await runCli(folder, ['check', '--ci', '--json', '.'])
    expect(JSON.parse(checked.out)).toEqual({ contracts: made.length, findings: [] })
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          noEmit: true,
          strict: true,
          target: 'es2023',
          module: 'nodenext',
          allowImportingTsExtensions: true,
          erasableSyntaxOnly: true,
          exactOptionalPropertyTypes: true,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
          skipLibCheck: true,
        },
        include: ['m-*/*.ts'],
      }),
    )
    const compiled = await runCommand('tsc', ['-p', folder], { cwd: root })
    expect(compiled).toMatchObject({ code: 0, output: '' })
    // And everything that can be made of them can be read by those it is made for.
    const everything = await runCli(folder, ['generate', '.', '--only', 'all', '--out', 'made'])
    expect(everything).toMatchObject({ code: 0, err: '' })
    const outputs = readdirSync(join(folder, 'made'))
    expect(outputs.length).toBeGreaterThanOrEqual(made.length * 4)
    for (const name of outputs)
      if (name.endsWith('.json'))
        expect(JSON.parse(readFileSync(join(folder, 'made', name), 'utf8'))).toBeTypeOf('object')
    const python = await runCommand('python3', ['-m', 'compileall', '-q', join(folder, 'made')], { cwd: folder })
    // 127: there is no Python here.
    expect([0, 127]).toContain(python.code)
    // What was printed counts, as it stands.
    await eachOf(made, async ({ name }) => {
      const state = join(folder, name, 'state')
      const stem = `${name.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
      const env = {
        PATH: process.env['PATH'],
        [stem]: '1',
        [`${stem}_DIR`]: state,
        [`${stem}_ENDPOINT`]: 'http://127.0.0.1:9',
      }
      await new Promise<void>((resolve, reject) => {
        execFile(process.execPath, ['plain.ts', 'remote', 'add'], { cwd: join(folder, name), env }, (error) =>
          error ? reject(error) : resolve(),
        )
      })
      const spool = readFileSync(join(state, 'pending.jsonl'), 'utf8')
      expect(spool).toMatch(
        /"t":"[ce]".*"e":"(?:command\.completed|tool\.called|call\.completed|job\.completed|page\.viewed)"/,
      )
    })
  })
})
