import { fileKey } from '@plainsight/contract/errors'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { openPty } from './pty.ts'
import { allBelow, hasProgram, proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, TAKEN, type ProofRecorder, type SentBatch } from './proof-recorder.ts'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool('fixtures-tracker-tool.ts')
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
afterEach(() => {
  machine.remove()
  recorder.answer = () => TAKEN
  recorder.forget()
})

const at = (time = '2027-07-01T10:00:00Z'): Variables => ({
  TRACK_ENDPOINT: recorder.url,
  TRACK_NOW: time,
  TRACK_ROOT: tool.folder,
})

async function furnish(...steps: string[]): Promise<void> {
  machine = proofMachine(tool)
  expect((await machine.run(at(), 'on', ...steps, 'exit')).code).toBe(0)
}

interface Report {
  readonly name: string
  readonly error: {
    readonly class: string
    readonly code?: string
    readonly frames?: readonly string[]
    readonly fatal: boolean
  }
  readonly causes?: readonly object[]
  readonly fields: object
}
const reportsIn = (batches: readonly SentBatch[]): Report[] =>
  batches.flatMap(({ events }) => events as unknown as Report[]).filter(({ name }) => name === 'tool.failed')

const OWN = new RegExp(`^${fileKey('proof-tool.mjs')}:[0-9]+:[0-9]+$`)

describe('an error that nobody catches', () => {
  // What a plain process prints and ends with, so that ours can be held against it.
  async function ends(step: string, flags: readonly string[] = []): Promise<{ without: object; watched: object }> {
    const shell = `exec "$1" ${flags.join(' ')} "\${@:2}"`
    // A word that is no step, so that both have come as far.
    const without = await machine.shell(shell, at(), 'nothing', step)
    const watched = await machine.shell(shell, at(), 'watch', step)
    return { without, watched }
  }

  it.each([
    ['thrown', 'throw:secret-word', []],
    ['rejected', 'reject:secret-word', []],
    ['rejected, where that is a warning', 'reject:secret-word', ['--unhandled-rejections=warn-with-error-code']],
    ['rejected, where that is nothing', 'reject:secret-word', ['--unhandled-rejections=none']],
  ] as const)('%s: the process ends as without us, to the byte', async (_, step, flags) => {
    await furnish('errorsOn')
    const { without, watched } = await ends(step, flags)
    // The name of a process stands in a warning of Node's.
    const plain = (ended: object): string => JSON.stringify(ended).replace(/\(node:\d+\)/g, '')
    expect(plain(watched)).toBe(plain(without))
  })

  it('leaves at once, as a class, a code and places in the product’s own file', async () => {
    await furnish('errorsOn')
    expect((await machine.run(at(), 'watch', 'throw:secret-word')).code).toBe(1)
    await until('the report', () => reportsIn(recorder.stored()).length === 1)
    const [report] = reportsIn(recorder.stored())
    expect(report).toMatchObject({
      error: { class: 'TypeError', code: 'other', handled: false, fatal: true },
      causes: [{ class: 'Error' }],
      fields: { command: 'build' },
    })
    expect(report?.error.frames?.[0]).toMatch(OWN)
    expect(JSON.stringify(recorder.bodies())).not.toContain('secret-word')
  })

  it('that the host catches after all is not fatal, and waits for the end of its day', async () => {
    await furnish('errorsOn')
    const { code, stdout } = await machine.run(at(), 'watch', 'caught', 'reject:secret-word', 'wait:50', 'exit')
    expect([code, stdout]).toEqual([0, 'host caught secret-word\n'])
    await machine.quiet()
    expect(recorder.requests).toEqual([])
    expect(machine.read('pending.jsonl')).toContain('"fatal":false')
  })

  it('is reported by nobody who did not say yes to error reports', async () => {
    await furnish()
    expect((await machine.run(at(), 'watch', 'throw:secret-word')).code).toBe(1)
    await machine.quiet()
    expect(recorder.requests).toEqual([])
    expect(machine.read('pending.jsonl')).not.toContain('"t":"e"')
  })

  it('is reported once a week by a machine, by however many processes', async () => {
    await furnish('errorsOn')
    for (let i = 0; i < 3; i++) await machine.run(at(), 'watch', 'throw:secret-word')
    await until('the report', () => reportsIn(recorder.stored()).length > 0)
    await machine.quiet()
    machine.rest()
    await machine.run(at('2027-07-09T10:00:00Z'), 'watch', 'throw:secret-word')
    await until('the next week', () => reportsIn(recorder.stored()).length > 1)
    await machine.quiet()
    expect(reportsIn(recorder.stored())).toHaveLength(2)
  })
})

describe('what must not be told', () => {
  const WORDS = [
    '/home/anna/secret-project/src/index.ts',
    'C:\\Users\\anna\\secret\\app.js',
    'anna@secret.example',
    'ghp_0123456789abcdefghijABCDEFGHIJ012345',
    'secret-host.internal',
    'postgres://anna:hunter2@db.secret.example/prod',
    'SecretCustomerError',
    '__proto__',
  ]

  it('comes out of no error, in no byte of spool, wire, receipts and what is printed', async () => {
    await furnish('errorsOn')
    const list = join(tool.folder, 'words.json')
    writeFileSync(list, JSON.stringify(WORDS))
    const { stdout, stderr, code } = await machine.run(
      at(),
      `failAll:${list}`,
      ...WORDS.map((word) => `fail:${word}`),
      'exit',
    )
    expect([stdout, stderr, code]).toEqual(['', '', 0])
    const spool = machine.read('pending.jsonl')
    expect(spool).toContain('"e":"tool.failed"')
    await machine.run(at('2027-07-02T10:00:00Z'), 'flush:3000', 'exit')
    expect(reportsIn(recorder.stored()).length).toBeGreaterThan(0)
    const places = [
      spool,
      ...recorder.requests.map(({ head, body }) => head + body),
      ...allBelow(machine.state)
        .filter((name) => name.includes('.'))
        .map((name) => readFileSync(join(machine.state, name), 'latin1')),
    ]
    for (const place of places)
      for (const word of [...WORDS.slice(0, -1), 'anna', 'secret', 'hunter2', 'ghp_'])
        expect(place.toLowerCase().includes(word.toLowerCase())).toBe(false)
  })

  it('comes out of no error that is handled, and its place and class do', async () => {
    await furnish('errorsOn')
    await machine.run(at(), 'fail:/home/anna/secret', 'exit')
    await machine.run(at('2027-07-02T10:00:00Z'), 'flush:3000', 'exit')
    const [report] = reportsIn(recorder.stored())
    expect(report).toMatchObject({
      error: { class: 'ConfigError', code: 'ENOENT', handled: true, fatal: false },
      fields: { command: 'list' },
    })
    expect(report?.error.frames?.[0]).toMatch(OWN)
  })
})

describe('the message of an error', () => {
  const terminal = hasProgram('script') && process.platform === 'linux'
  const MESSAGE = 'Login of anna@secret.example failed'

  it.runIf(terminal)(
    'leaves only after the person saw it, masked, on a terminal and said yes to this one',
    async () => {
      await furnish('errorsOn')
      // Nothing of this process, which is a test runner's.
      const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]))
      const env = { ...none, HOME: machine.home, PATH: process.env['PATH'], ...at(), TERM: 'dumb' }
      const pty = openPty([process.execPath, tool.tool, `ask:${MESSAGE}`, `askAgain:${MESSAGE}`, 'exit'], {
        cwd: machine.home,
        env,
      })
      await pty.until('| Login of [masked] failed')
      await pty.until('[y/N]')
      pty.type('y\r')
      await pty.until('[y/N]')
      pty.type('\r')
      expect(await pty.gone).toBe(0)
      const texts = machine
        .read('pending.jsonl')
        .split('\n')
        .filter((line) => line.includes('"e":"tool.failed"'))
        .map((line) => (JSON.parse(line) as { z: { error: { class: string }; text?: string } }).z)
        .map(({ error, text }) => [error.class, text])
      expect(texts).toEqual([
        ['ConfigError', 'Login of [masked] failed'],
        ['TypeError', undefined],
      ])
      expect(pty.written()).not.toContain('secret.example')
    },
  )

  it('is asked about nowhere else: without a terminal the report goes without it', async () => {
    await furnish('errorsOn')
    expect(await machine.run(at(), `ask:${MESSAGE}`, 'exit')).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(machine.read('pending.jsonl')).toContain('"e":"tool.failed"')
    expect(machine.read('pending.jsonl')).not.toContain('Login')
  })
})
