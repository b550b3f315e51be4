import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { copyAcme, type AcmeCopy, type Edits } from './acme-copy.ts'
import { hasProgram } from './proof-machine.ts'
import { runCli } from './run-cli.ts'

/** What the kit prints with `--json`. */
interface Result {
  readonly verdict: 'passed' | 'found' | 'blind'
  readonly steps: readonly {
    readonly name: string
    readonly note?: string
    readonly findings: readonly { readonly kind: string; readonly subject?: string; readonly sentence: string }[]
  }[]
  readonly unseen: readonly string[]
}

const strace = hasProgram('strace') && process.platform === 'linux'
let copy: AcmeCopy

afterEach(() => copy.remove())

/** The example with something added that runs at its end, whatever was said about telemetry. */
const atItsEnd = (code: string): Edits => ({ 'src/main.ts': (text) => `${text}\n${code}\n` })

async function kit(
  args: readonly string[],
  words: readonly string[] = ['list'],
  env: { readonly [name: string]: string } = {},
): Promise<{ code: number | null; result: Result; err: string }> {
  const { code, out, err } = await runCli(
    copy.folder,
    ['kit', ...args, '--json', '--', process.execPath, 'bin/acme.js', ...words],
    env,
  )
  return { code, err, result: JSON.parse(out || '{"steps":[],"unseen":[]}') as Result }
}

function sentences({ steps }: Result): string[] {
  return [...new Set(steps.flatMap(({ findings }) => findings.map(({ sentence }) => sentence)))]
}

/** A folder for PATH in which there is Node, and no strace. */
function bareFolder(): string {
  const bare = mkdtempSync(join(tmpdir(), 'plainsight-bare-'))
  symlinkSync(process.execPath, join(bare, 'node'))
  return bare
}

describe('plainsight kit off', () => {
  it.skipIf(!strace)('passes the example tool, after it saw that it could have told', async () => {
    copy = copyAcme()
    const { code, result, err } = await kit(['off'])
    expect({ code, err, verdict: result.verdict, found: sentences(result), unseen: result.unseen }).toEqual({
      code: 0,
      err: '',
      verdict: 'passed',
      found: [],
      unseen: [],
    })
    expect(result.steps.map(({ name }) => name)).toEqual([
      'on, to compare',
      'DO_NOT_TRACK=1',
      'ACME_TELEMETRY_DISABLED=1',
      'ACME_TELEMETRY=0',
      'ACME_TELEMETRY=off',
      '--no-telemetry',
      'a stored no',
      'damaged settings',
      'the project’s no',
      'CI=true',
      'NODE_ENV=test',
      'nobody was asked',
    ])
    expect(result.steps[0]?.note).toBe('kept what it counted, and sent it on the next day')
  })

  const BROKEN: readonly (readonly [string, string, RegExp])[] = [
    [
      'sends when off',
      `await fetch(\`\${process.env.ACME_TELEMETRY_ENDPOINT}/v1/batches\`, { method: 'POST', body: 'opted out' })`,
      /speaks to 127\.0\.0\.1:\d+/,
    ],
    [
      'writes an id when off',
      `const { mkdirSync, writeFileSync } = await import('node:fs')
mkdirSync(\`\${process.env.HOME}/.config/acme\`, { recursive: true })
try { writeFileSync(\`\${process.env.HOME}/.config/acme/id\`, crypto.randomUUID(), { flag: 'wx' }) } catch {}`,
      /writes ~\/\.config\/acme\/id$/m,
    ],
    [
      'starts a child when off',
      `(await import('node:child_process')).spawnSync(process.execPath, ['--version'])`,
      /starts node/,
    ],
    [
      'looks a name up when off',
      `await (await import('node:dns/promises')).lookup('telemetry.invalid').catch(() => {})`,
      /looks a name up|for a name/,
    ],
    [
      'asks which machine this is when off',
      `try { (await import('node:fs')).readFileSync('/etc/machine-id') } catch {}`,
      /asks which machine this is \(reads \/etc\/machine-id\)/,
    ],
    [
      'has a way of its own to be on when off',
      `if (process.env.CI) await fetch(\`\${process.env.ACME_TELEMETRY_ENDPOINT}/ci\`)`,
      /speaks to 127\.0\.0\.1:\d+/,
    ],
  ]
  it.skipIf(!strace).each(BROKEN)('catches a tool that %s', async (_, code, said) => {
    copy = copyAcme(atItsEnd(code))
    const { code: ended, result } = await kit([
      'off',
      '--without',
      'disabled',
      'zero',
      'word',
      'flag',
      'damaged',
      'test',
    ])
    expect({ ended, verdict: result.verdict }).toEqual({ ended: 1, verdict: 'found' })
    expect(sentences(result).join('\n')).toMatch(said)
  })

  it.skipIf(!strace)('allows what belongs to the command and was named, and nothing else', async () => {
    copy = copyAcme(atItsEnd(`(await import('node:child_process')).spawnSync(process.execPath, ['--version'])`))
    expect((await kit(['off', '--allow', 'node', '--without', 'ci', 'test'])).code).toBe(0)
    expect((await kit(['off', '--allow', 'git', '--without', 'ci', 'test'])).code).toBe(1)
  })

  it('says what it could not see, and does not pass blind', async () => {
    copy = copyAcme()
    const bare = bareFolder()
    try {
      const untraced = await kit(['off'], ['list'], { PATH: bare })
      expect({ code: untraced.code, verdict: untraced.result.verdict }).toEqual({ code: 3, verdict: 'blind' })
      expect(untraced.result.unseen.join('\n')).toContain('connections, look-ups and children were not seen')
      // A command that is not counted is silent whether telemetry is on or off.
      const silent = await kit(['off'], ['--version'])
      expect({ code: silent.code, verdict: silent.result.verdict }).toEqual({ code: 3, verdict: 'blind' })
      expect(silent.result.unseen.join('\n')).toContain('the command recorded nothing')
      // Also untraced, what arrives and what lies there afterwards is seen.
      copy.remove()
      copy = copyAcme(atItsEnd(BROKEN[1]?.[1] ?? ''))
      const wrote = await kit(['off'], ['list'], { PATH: bare })
      expect(wrote.code).toBe(1)
      expect(sentences(wrote.result).join('\n')).toMatch(/writes ~\/\.config\/acme\/id$/m)
    } finally {
      rmSync(bare, { recursive: true, force: true })
    }
  })

  it('says which way could not be tried, and what did not end', async () => {
    copy = copyAcme(atItsEnd(`if (process.argv.includes('--no-telemetry')) process.exitCode = 9`))
    const few = ['disabled', 'zero', 'word', 'damaged', 'project', 'ci', 'test']
    const flag = await kit(['off', '--without', ...few])
    expect(flag.result.unseen.join('\n')).toContain(
      '--no-telemetry could not be tried: it ended with 9, and with 0 otherwise',
    )
    expect(flag.code).toBe(3)
    copy.remove()
    copy = copyAcme(atItsEnd(`setInterval(() => {}, 1000)`))
    const endless = await kit(['off', '--limit', '1'])
    expect({ code: endless.code, unseen: endless.result.unseen.join('\n') }).toEqual({
      code: 3,
      unseen: expect.stringContaining('it did not end within 1 s'),
    })
  })

  it('refuses what it cannot begin with', async () => {
    copy = copyAcme()
    const way = await runCli(copy.folder, ['kit', 'off', '--without', 'luck', '--', 'node'])
    expect(way).toMatchObject({ code: 2, out: '' })
    expect(way.err).toContain('There is no way luck to leave out')
    const empty = join(copy.folder, 'empty')
    mkdirSync(empty)
    const none = await runCli(empty, ['kit', 'leaks', '--', 'node'])
    expect(none).toMatchObject({ code: 2, out: '' })
    expect(none.err).toContain('There is no contract below this folder')
    expect((await runCli(copy.folder, ['kit', 'off'])).code).toBe(2)
    const missing = await runCli(copy.folder, ['kit', 'off', '--', 'no-such-program'])
    expect(missing.code).toBe(3)
  })
})

describe('plainsight kit leaks', () => {
  it.skipIf(!strace)('passes the example tool, having searched spool, wire, receipts and errors', async () => {
    copy = copyAcme()
    const { code, result, err } = await kit(['leaks'], ['list', '{path}'])
    const plain = await kit(['leaks'])
    expect({ code, err, found: sentences(result) }).toEqual({ code: 0, err: '', found: [] })
    expect({ code: plain.code, found: sentences(plain.result), unseen: plain.result.unseen }).toEqual({
      code: 0,
      found: [],
      unseen: [],
    })
    for (const name of ['spool', 'standard error', 'wire', 'receipts, and all of its state'])
      expect(plain.result.steps.find((step) => step.name === name)?.note).toMatch(/[1-9]\d* bytes searched/)
  })

  const asLimits = (code: string): Edits => ({
    'acme.telemetry.ts': (text) =>
      `import { basename } from 'node:path'\n${text.replace("'settings', 'option', 'none'", `'settings', 'option', 'none', ${code}`)}`,
    'src/commands.ts': (text) =>
      `import { basename } from 'node:path'\n${text.replace(/limits: options\.most.*\n/, `limits: ${code} as 'none',\n`)}`,
  })
  const BROKEN: readonly (readonly [string, Edits, RegExp, readonly string[]])[] = [
    [
      'admits what it should not',
      asLimits('basename(process.cwd())'),
      /the working folder is in pending\.jsonl/,
      ['check'],
    ],
    [
      'sends a path by a request of its own',
      atItsEnd(
        `await fetch(\`\${process.env.ACME_TELEMETRY_ENDPOINT}/errors\`, { method: 'POST', body: JSON.stringify({ at: process.cwd() }) })`,
      ),
      /the working folder is in request \d+ \(POST \/errors\)/,
      ['list'],
    ],
    [
      'sends a plain hash of an address',
      atItsEnd(
        `const hash = (await import('node:crypto')).createHash('sha256').update(process.env.GIT_AUTHOR_EMAIL ?? '').digest('hex')
await fetch(\`\${process.env.ACME_TELEMETRY_ENDPOINT}/who\`, { headers: { 'x-user': hash } })`,
      ),
      /an e-mail address is in request \d+ \(GET \/who\), as a plain sha256/,
      ['list'],
    ],
    [
      'packs its environment into a query',
      atItsEnd(
        `await fetch(\`\${process.env.ACME_TELEMETRY_ENDPOINT}/?q=\${btoa(JSON.stringify(process.env.USER))}\`)`,
      ),
      /the user’s name is in request \d+ .*in base64/,
      ['list'],
    ],
    [
      'speaks to somebody else',
      atItsEnd(`const socket = (await import('node:net')).connect(9, '127.0.0.1').on('error', () => {})
await new Promise((gone) => socket.on('close', gone))`),
      /speaks to 127\.0\.0\.1:9: what it says there cannot be read/,
      ['list'],
    ],
    [
      'writes what an error said into its state',
      atItsEnd(
        `const { appendFileSync, existsSync } = await import('node:fs')
const log = \`\${process.env.HOME}/.local/state/acme/telemetry/errors.log\`
if (existsSync(log.replace('/errors.log', ''))) appendFileSync(log, String(process.env.GITHUB_TOKEN))`,
      ),
      /a token is in errors\.log/,
      ['list'],
    ],
  ]
  it.skipIf(!strace).each(BROKEN)('catches a tool that %s', async (_, edits, said, words) => {
    copy = copyAcme(edits)
    const { code, result, err } = await kit(['leaks'], words)
    expect({ code, verdict: result.verdict, err }).toEqual({ code: 1, verdict: 'found', err: '' })
    expect(sentences(result).join('\n')).toMatch(said)
  })

  it('does not pass where it could not see what was said elsewhere, or nothing was recorded', async () => {
    copy = copyAcme()
    const silent = await kit(['leaks'], ['--version'])
    expect({ code: silent.code, verdict: silent.result.verdict }).toEqual({ code: 3, verdict: 'blind' })
    expect(silent.result.unseen.join('\n')).toContain('there was nothing to search')
    const bare = bareFolder()
    const untraced = await kit(['leaks'], ['list'], { PATH: bare })
    rmSync(bare, { recursive: true, force: true })
    expect({ code: untraced.code, verdict: untraced.result.verdict }).toEqual({ code: 3, verdict: 'blind' })
    expect(untraced.result.unseen.join('\n')).toContain('what was said to other places was not seen')
  })
})
