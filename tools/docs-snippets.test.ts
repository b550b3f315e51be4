import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, runCommand } from './run-command.ts'

/** What the programs of docs/adapters.md import besides Node's own modules. */
const packages = [
  '@plainsight/client',
  '@modelcontextprotocol/sdk',
  '@oclif/core',
  '@types/node',
  '@types/yargs',
  'citty',
  'commander',
  'yargs',
]

const page = readFileSync(join(root, 'docs', 'adapters.md'), 'utf8')
const programs = new Map(
  [...page.matchAll(/^```ts\n\/\/ ([a-z.-]+\.ts)\n([\s\S]*?)^```$/gm)].map(([, name = '', code = '']) => [name, code]),
)

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-snippets-'))
  for (const name of packages) {
    const places = [join(root, 'packages', 'client', 'node_modules', name), join(root, 'node_modules', name)]
    const place = places.find((path) => existsSync(path))
    if (place === undefined) throw new Error(`${name} is not installed`)
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(place, join(folder, 'node_modules', name))
  }
  for (const [name, code] of programs) writeFileSync(join(folder, name), code)
  const hook = (identifier: string): object => ({ target: './with-oclif.ts', identifier })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'acme',
      version: '1.0.0',
      type: 'module',
      oclif: {
        bin: 'acme',
        commands: { strategy: 'explicit', ...hook('commands') },
        hooks: { prerun: hook('prerun'), preparse: hook('preparse'), finally: hook('finish') },
      },
    }),
  )
  // What a package of oclif has as its bin.
  writeFileSync(
    join(folder, 'run-oclif.ts'),
    "import { execute } from '@oclif/core'\nawait execute({ dir: import.meta.url })\n",
  )
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { types: ['node'], isolatedDeclarations: false, declaration: false, skipLibCheck: true },
      include: ['*.ts'],
    }),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Run {
  readonly program: string
  readonly words?: readonly string[]
  /** What it is told on its standard input, before that ends. */
  readonly input?: string
  readonly prints?: string
  /** What it is to have counted: the event, and then its words in their order. */
  readonly counts: readonly string[]
}

const flags = ['build', 'here/is-a-secret', '--dry-run']
const initialize = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'claude-code', version: '2.1.0' } },
}
const call = { id: 2, method: 'tools/call', params: { name: 'search', arguments: { what: 'a-secret' } } }

const runs: readonly Run[] = [
  ...['with-commander', 'with-yargs', 'with-citty', 'with-plain-words'].map((program) => ({
    program,
    words: flags,
    counts: ['command.completed build dry-run ok 12'],
  })),
  { program: 'run-oclif', words: ['build', '--dry-run'], counts: ['command.completed build dry-run ok 12'] },
  {
    program: 'with-mcp',
    input: [initialize, call].map((line) => `${JSON.stringify({ jsonrpc: '2.0', ...line })}\n`).join(''),
    counts: ['tool.called claude-code ok search'],
  },
  { program: 'with-operations', counts: ['import.done 2'] },
  {
    program: 'with-a-workflow',
    counts: ['workflow.step completed project setup', 'workflow.step skipped models setup'],
  },
  { program: 'with-a-daemon', counts: ['daemon.started', 'daemon.stopped request'] },
  { program: 'with-a-model', prints: 'Forty-two.\n', counts: ['llm.called 12 gpt-4o ok 3 openai'] },
  { program: 'with-an-editor', counts: ['command.completed acme.index ok'] },
  { program: 'with-an-installer', counts: ['product.installed 1.10 upgrade'] },
]

const timings = new Set(['duration', 'startup', 'uptime', 'firstToken'])

describe('docs/adapters.md', () => {
  it('has no program that is not run here', () => {
    const run = [...runs.map(({ program }) => `${program}.ts`), 'with-oclif.ts', 'acme.telemetry.ts']
    expect([...programs.keys()].sort()).toEqual(run.filter((name) => name !== 'run-oclif.ts').sort())
    expect(page.match(/^```ts$/gm)).toHaveLength(programs.size)
  })

  it('has programs that the compiler takes as they stand', { timeout: 60_000 }, async () => {
    const { code, output } = await runCommand('tsc', ['-p', '.', '--pretty', 'false'], { cwd: folder, limit: 60 })
    expect([code, output]).toEqual([0, ''])
  })

  it('has a contract with which nothing is wrong', { timeout: 60_000 }, async () => {
    const alone = join(folder, 'contract')
    mkdirSync(alone)
    symlinkSync(join(folder, 'node_modules'), join(alone, 'node_modules'))
    writeFileSync(join(alone, 'package.json'), '{"type":"module"}')
    writeFileSync(join(alone, 'acme.telemetry.ts'), programs.get('acme.telemetry.ts')!)
    const generated = await runCommand('plainsight', ['generate'], { cwd: alone, limit: 60 })
    expect([generated.code, generated.output]).toMatchObject([0, expect.stringContaining('acme.telemetry.lock.json')])
    const { code, output } = await runCommand('plainsight', ['check'], { cwd: alone, limit: 60 })
    expect([code, output]).toMatchObject([0, expect.stringContaining('no problem found')])
  })

  it.each(runs)('counts by $program what it says, and nothing of what was typed', { timeout: 60_000 }, async (run) => {
    const home = mkdtempSync(join(folder, 'home-'))
    const words = ['--conditions=plainsight-source', `${run.program}.ts`, ...(run.words ?? [])]
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: home, ACME_TELEMETRY: '1', ACME_TELEMETRY_DIR: join(home, 'state') },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString()
      // A server ends when its client has heard everything.
      if (run.input !== undefined && stdout.split('\n').length > 2) child.stdin.end()
    })
    child.stderr.on('data', (part: Buffer) => void (stderr += part.toString()))
    if (run.input === undefined) child.stdin.end()
    else child.stdin.write(run.input)
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
    if (run.input === undefined) expect(stdout).toBe(run.prints ?? '')
    const spool = globSync('**/pending.jsonl', { cwd: home })
      .map((file) => readFileSync(join(home, file), 'utf8'))
      .join('')
    expect(spool).not.toContain('secret')
    const lines = spool.split('\n').filter((line) => /^\{"t":"[ce]"/.test(line))
    const counted = lines.map((line) => {
      const { e, b, f } = JSON.parse(line) as { e: string; b?: object; f?: object }
      const values = Object.entries({ ...b, ...f }).filter(([field]) => !timings.has(field))
      return [e, ...values.flatMap(([, value]) => value as string)].join(' ')
    })
    expect(counted.sort()).toEqual(run.counts)
  })
})
