import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { copyAcme, type AcmeCopy, type Edits } from './acme-copy.ts'
import { proofRecorder, type ProofRecorder } from './proof-recorder.ts'
import { runCli, type CliRun } from './run-cli.ts'

let copy: AcmeCopy

afterEach(() => copy.remove())

/** The example with a record whose values do not fit, and one that nobody declared. */
const MISFITS: Edits = {
  'src/main.ts': (text) =>
    `${text}
const loose = telemetry as { record(name: string, values: object): void }
loose.record('limits.checked', { passed: '/home/anna/secret', limits: 'option', owner: 'anna@example.com' })
loose.record('limits.checked', { passed: true, limits: 'wherever' })
loose.record('project.opened', { path: '/srv/secret-project' })
`,
}

interface Line {
  readonly kind: string
  readonly title?: string
  readonly from?: string
  readonly ok?: boolean
  readonly missing?: readonly string[]
  readonly records?: readonly {
    readonly event: string
    readonly dropped?: string
    readonly values: readonly {
      readonly field: string
      readonly given: string
      readonly kept?: string
      readonly verdict: string
      readonly reason?: string
      readonly rule: string
    }[]
  }[]
  readonly counts?: { readonly acme?: { readonly [event: string]: { readonly count: number } } }
  readonly drift?: { readonly acme?: { readonly [triple: string]: number } }
}

const acme = (...words: readonly string[]): string[] => ['--', process.execPath, 'bin/acme.js', ...words]

async function devLines(args: readonly string[]): Promise<{ code: number | null; lines: Line[]; err: string }> {
  const { code, out, err } = await runCli(copy.folder, ['dev', '--json', ...args])
  return {
    code,
    err,
    lines: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line),
  }
}

/** The calls of an event, each with what became of its values. */
function calls(lines: readonly Line[], event: string): { readonly [field: string]: unknown }[] {
  return lines
    .filter(({ kind }) => kind === 'call')
    .flatMap(({ records = [] }) => records)
    .filter((record) => record.event === event)
    .map(({ values }) =>
      Object.fromEntries(
        values.map(({ field, given, kept, verdict, reason }) => [field, [verdict, given, kept, reason]]),
      ),
    )
}

describe('what a started program tells', () => {
  it('is each value as it was given, beside what is kept of it; and what was refused is in no batch', async () => {
    copy = copyAcme(MISFITS)
    const { code, lines, err } = await devLines(acme('check', '--most', '9'))
    expect(code).toBe(0)
    // What the command prints goes where it disturbs no reader.
    expect(err).toContain('within the limits')
    expect(calls(lines, 'limits.checked')).toEqual([
      { passed: ['kept', 'true', undefined, undefined], limits: ['kept', '"option"', undefined, undefined] },
      {
        passed: ['refused', '"/home/anna/secret"', undefined, 'off-type'],
        limits: ['kept', '"option"', undefined, undefined],
        owner: ['refused', '"anna@example.com"', undefined, 'unknown-field'],
      },
      { passed: ['kept', 'true', undefined, undefined], limits: ['coerced', '"wherever"', '"other"', 'other'] },
    ])
    expect(calls(lines, 'tree.scanned')[0]).toMatchObject({
      files: ['coerced', expect.stringMatching(/^\d+$/), '"<100"', undefined],
    })
    expect(calls(lines, 'project.opened')).toEqual([
      { path: ['refused', '"/srv/secret-project"', undefined, 'unknown-field'] },
    ])
    expect(lines.find(({ title, kind }) => kind === 'call' && title === 'limits.checked')?.from).toMatch(
      /src\/commands\.ts:\d+:\d+$/,
    )
    const ended = lines.find(({ kind }) => kind === 'ended')
    expect(ended?.counts?.acme).toMatchObject({
      'limits.checked': { count: 2 },
      'command.completed': { count: 1 },
      'tree.scanned': { count: 1 },
    })
    expect(Object.keys(ended?.drift?.acme ?? {})).toEqual(
      expect.arrayContaining([
        'limits.checked passed: off-type',
        'limits.checked limits: other',
        'undeclared *: unknown-event',
      ]),
    )
    const kept = JSON.stringify(lines.filter(({ kind }) => kind === 'kept' || kind === 'ended'))
    for (const word of ['anna', 'secret', 'wherever']) expect(kept).not.toContain(word)
  })

  it('is shown at a terminal when the command has ended: what did not fit, where it was recorded, and by which rule', async () => {
    copy = copyAcme(MISFITS)
    const { code, out } = await runCli(copy.folder, ['dev', ...acme('check', '--most', '9')])
    expect(code).toBe(0)
    const [before = '', misfits = ''] = out.split('What did not fit as it was given:')
    expect(before).toMatch(/✓ limits\.checked ×1/)
    expect(before).not.toContain('anna')
    expect(misfits).toMatch(/✗ limits\.checked: missing-field\. .*main\.ts:\d+:\d+/)
    expect(misfits).toMatch(/✗ passed +"\/home\/anna\/secret" +off-type: .*\(yes or no\)/)
    expect(misfits).toMatch(/~ limits +"wherever" → "other" +other: .*\(one of `settings`, `option`, `none`/)
    expect(misfits).toMatch(/✗ project\.opened: unknown-event/)
  })

  it('arrives also when the program ends in the middle of a line', async () => {
    copy = copyAcme({
      'src/main.ts': (text) =>
        text.replace(
          'try {',
          `telemetry.record('limits.checked', { passed: false, limits: 'none' })\nprocess.exit(0)\ntry {`,
        ),
    })
    const { lines } = await devLines(acme('list'))
    expect(calls(lines, 'limits.checked')).toHaveLength(1)
  })

  it('says nothing but that nothing was recorded where telemetry is off', async () => {
    copy = copyAcme(MISFITS)
    const { code, out } = await runCli(copy.folder, ['dev', ...acme('list')], { DO_NOT_TRACK: '1' })
    expect(code).toBe(0)
    expect(out).toContain('acme: nothing was recorded.')
    expect(out).not.toContain('anna')
  })
})

describe('continuous integration', () => {
  it('does not keep a desk from seeing what is counted, since it goes nowhere else; an off still does', async () => {
    copy = copyAcme(MISFITS)
    const marks = { CI: 'true', GITHUB_ACTIONS: 'true', NODE_ENV: 'test', VITEST: 'true' }
    writeFileSync(
      join(copy.folder, 'coverage.json'),
      '{"events":{"command.completed":{"values":{"command":["check"]}}}}',
    )
    const words = ['dev', '--assert', 'coverage.json', ...acme('check', '--most', '9')]
    expect(await runCli(copy.folder, words, marks)).toMatchObject({ code: 0 })
    const off = await runCli(copy.folder, words, { ...marks, DO_NOT_TRACK: '1' })
    expect(off.code).toBe(1)
    expect(off.out).toContain('✗ command.completed: seen 0, wanted at least 1')
  })
})

describe('the variable by which a program finds the desk', () => {
  const token = 'ab'.repeat(32)
  let recorder: ProofRecorder
  beforeAll(async () => {
    recorder = await proofRecorder()
  })
  afterAll(() => recorder.close())

  async function tell(desk: string, env: { readonly [name: string]: string } = {}): Promise<void> {
    const child = spawn(process.execPath, ['bin/acme.js', 'list'], {
      cwd: copy.folder,
      env: { PATH: process.env['PATH'], HOME: copy.folder, ACME_TELEMETRY: '1', PLAINSIGHT_DESK: desk, ...env },
      stdio: 'ignore',
    })
    await new Promise((resolve) => child.on('close', resolve))
  }

  it('is obeyed for the loopback address with a token, and for nothing else, and never when off', async () => {
    copy = copyAcme()
    const { port } = new URL(recorder.url)
    recorder.answer = () => 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'
    const toDesk = (): number => recorder.requests.filter(({ head }) => head.startsWith('POST /desk/')).length
    for (const desk of [
      `http://127.0.0.1:${port}/${token.slice(1)}`,
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/${token}`,
      `https://127.0.0.1:${port}/${token}`,
      `http://127.0.0.1.nip.invalid:${port}/${token}`,
      `http://user@127.0.0.1:${port}/${token}`,
      `http://0.0.0.0:${port}/${token}`,
      `http://127.0.0.1:${port}/${token}/more`,
    ])
      await tell(desk)
    expect(recorder.connections).toBe(0)
    const ACME_TELEMETRY_ENDPOINT = `http://127.0.0.1:${port}`
    for (const env of [{ DO_NOT_TRACK: '1' }, { ACME_TELEMETRY: '0' }])
      await tell(`http://127.0.0.1:${port}/${token}`, { ACME_TELEMETRY_ENDPOINT, ...env })
    // A desk that is not where this tool's own reports go is somebody else's.
    for (const elsewhere of [undefined, 'http://127.0.0.1:9', 'https://telemetry.acme.invalid'])
      await tell(
        `http://127.0.0.1:${port}/${token}`,
        elsewhere === undefined ? {} : { ACME_TELEMETRY_ENDPOINT: elsewhere },
      )
    expect(recorder.connections).toBe(0)
    await tell(`http://127.0.0.1:${port}/${token}`, { ACME_TELEMETRY_ENDPOINT })
    expect(toDesk()).toBeGreaterThan(0)
  })
})

describe('plainsight dev --assert', () => {
  const assert = (coverage: unknown, words: readonly string[] = ['check', '--most', '9']): Promise<CliRun> => {
    writeFileSync(
      join(copy.folder, 'coverage.json'),
      typeof coverage === 'string' ? coverage : JSON.stringify(coverage),
    )
    return runCli(copy.folder, ['dev', '--assert', 'coverage.json', ...acme(...words)])
  }

  it('is content where all was seen, and lists what was not', async () => {
    copy = copyAcme(MISFITS)
    const fine = await assert({
      events: {
        'command.completed': { min: 1, max: 1, values: { command: ['check'], outcome: { ok: 1, error: false } } },
        'limits.checked': { values: { passed: { true: { min: 1 } }, limits: { other: 1 } } },
        'tree.scanned': true,
      },
      unfit: { max: 6 },
    })
    expect(fine).toMatchObject({ code: 0 })
    expect(fine.out).toContain('Everything that was to be seen was seen.')
    const short = await assert({
      contract: 'acme',
      events: {
        'command.completed': { min: 2, values: { command: ['list', 'check'] } },
        'tree.scanned': false,
        'limits.checked': { values: { passed: { false: true } } },
      },
      unfit: 0,
    })
    expect(short.code).toBe(1)
    for (const line of [
      '✗ command.completed: seen 1, wanted at least 2',
      '✗ command.completed with command "list": seen 0, wanted at least 1',
      '✗ tree.scanned: seen 1, wanted never',
      '✗ limits.checked with passed false: seen 0, wanted at least 1',
    ])
      expect(short.out).toContain(line)
    expect(short.out).toMatch(
      /✗ what did not fit: seen [1-9]\d* \(.*limits\.checked passed: off-type.*\), wanted never/,
    )
    expect(short.out).not.toContain('with command "check"')
  })

  it('refuses a file that could only be waited for in vain, and names each place', async () => {
    copy = copyAcme()
    const refused = await assert({
      events: {
        'command.complete': true,
        'command.completed': { values: { command: ['lisst'], colour: ['red'], duration: [1] } },
        'tree.scanned': { min: 3, max: 1 },
      },
      unfit: 'none',
      more: 1,
    })
    expect(refused).toMatchObject({ code: 2, out: '' })
    for (const said of [
      'events.command.complete: the contract declares no such event; it has command.completed',
      'events.command.completed.values.command.lisst: the field has no such value; it has "list"',
      'events.command.completed.values.colour: the event is not told apart',
      'events.command.completed.values.duration: the event is not told apart',
      'events.tree.scanned: say how often',
      'unfit: say how often',
      'more: there is no such key',
    ])
      expect(refused.err).toContain(said)
    expect((await assert('{')).err).toContain('It is not JSON')
    expect((await assert({ contract: 'other', events: {} })).err).toContain('there is no contract "other"')
    expect((await assert({ events: {} })).err).toContain('nothing is asked for')
    expect((await runCli(copy.folder, ['dev', '--assert', 'nowhere.json', ...acme('list')])).code).toBe(2)
  })
})
