import { mkdirSync, rmSync, writeFileSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { allBelow, hasProgram, proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, type ProofRecorder } from './proof-recorder.ts'

const strace = hasProgram('strace')
const terminal = hasProgram('script') && process.platform === 'linux'
/** A contract's name that no machine has a policy for, until this test writes one. */
const RULED = `proofruled-${process.pid}`
const POLICY = join('/etc', RULED)

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool()
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
  rmSync(POLICY, { recursive: true, force: true })
})
afterEach(() => machine.remove())

const at = (day: string): Variables => ({ PROOF_ENDPOINT: recorder.url, PROOF_NOW: `${day}T10:00:00Z` })

/** Everything that a tool can do with telemetry but to change the choice. */
const EVERYTHING = ['count:3', 'index:2', 'bound:2', 'span', 'flush:2000', 'show', 'status', 'count:1', 'exit']

/** What of a trace is more than looking: a socket, a program, a child, or anything made, changed or removed on the disk. */
function deedsOf(calls: readonly string[]): string[] {
  const deeds = calls.filter(
    (call) =>
      /\b(?:socket|socketpair|connect|bind|sendto|sendmsg|sendmmsg|fork|vfork|mkdir|mkdirat|rename|renameat2?|unlink|unlinkat|link|symlink|truncate|chmod|utimensat|execve)\(/.test(
        call,
      ) ||
      (/\bopenat?\(/.test(call) && /O_CREAT|O_WRONLY|O_RDWR/.test(call) && !/"\/dev\/(?:null|tty|pts)/.test(call)) ||
      (/\bclone3?\(/.test(call) && !call.includes('CLONE_THREAD')),
  )
  // The tool's own start is the one program.
  return deeds.filter((call) => !(call.includes('execve(') && call.includes('proof-tool')))
}

interface Off {
  readonly env?: Variables
  readonly step?: string
  readonly before?: () => void | Promise<void>
}

const stored = (text: string) => (): void => machine.put('settings.json', text)
const agreed = '"version":"1.0.0","digest":"0000000000000000000000000000000000000000000000000000000000000000"'

// Each would be on but for the one thing that says off.
const storedOn = stored(`{"format":1,"choice":"on",${agreed}}`)

const OFF: readonly (readonly [string, Off])[] = [
  ['DO_NOT_TRACK=true', { env: { DO_NOT_TRACK: ' TRUE ', PROOFTOOL_TELEMETRY: '1' } }],
  ['DO_NOT_TRACK=1', { env: { DO_NOT_TRACK: '1', PROOFTOOL_TELEMETRY: '1' } }],
  ['P_TELEMETRY_DISABLED', { env: { PROOFTOOL_TELEMETRY_DISABLED: 'yes', PROOFTOOL_TELEMETRY: '1' } }],
  ...['0', 'off', 'false', ' No '].map((word): readonly [string, Off] => [
    `P_TELEMETRY=${word}`,
    { env: { PROOFTOOL_TELEMETRY: word }, before: storedOn },
  ]),
  ['--no-telemetry', { step: '--no-telemetry', env: { PROOFTOOL_TELEMETRY: '1' } }],
  ['enabled: false', { env: { PROOF_ENABLED: 'false', PROOFTOOL_TELEMETRY: '1' } }],
  ['no destination', { env: { PROOF_ENDPOINT: undefined, PROOFTOOL_TELEMETRY: '1' } }],
  ['stored off', { env: { PROOFTOOL_TELEMETRY: '1' }, before: stored('{"format":1,"choice":"off"}\n') }],
  ['damaged settings', { env: { PROOFTOOL_TELEMETRY: '1' }, before: stored('{"format":1,"choice":"o') }],
  ['empty settings', { env: { PROOFTOOL_TELEMETRY: '1' }, before: stored('') }],
  [
    'settings of a newer format',
    { env: { PROOFTOOL_TELEMETRY: '1' }, before: stored(`{"format":2,"choice":"on",${agreed}}`) },
  ],
  [
    'an unknown choice',
    { env: { PROOFTOOL_TELEMETRY: '1' }, before: stored(`{"format":1,"choice":"maybe",${agreed}}`) },
  ],
  [
    'settings that cannot be read',
    {
      env: { PROOFTOOL_TELEMETRY: '1' },
      before: () => mkdirSync(join(machine.state, 'settings.json'), { recursive: true }),
    },
  ],
  [
    'the project’s off',
    {
      env: { PROOFTOOL_TELEMETRY: '1' },
      before() {
        mkdirSync(join(machine.home, '.prooftool'))
        writeFileSync(join(machine.home, '.prooftool', 'telemetry.json'), '{"telemetry":"off"}')
        writeFileSync(join(machine.home, 'package.json'), '{}')
      },
    },
  ],
  ['the host’s off', { env: { PROOF_HOST: 'off', PROOFTOOL_TELEMETRY: '1' } }],
  ...[
    'CI',
    'GITHUB_ACTIONS',
    'GITLAB_CI',
    'JENKINS_URL',
    'TF_BUILD',
    'BUILDKITE',
    'CODEBUILD_BUILD_ARN',
    'bamboo_planKey',
  ].map((word): readonly [string, Off] => [`CI by ${word}`, { env: { [word]: 'true', PROOFTOOL_TELEMETRY: '1' } }]),
  ['a test runner', { env: { NODE_ENV: 'test', PROOFTOOL_TELEMETRY: '1' } }],
  ['another test runner', { env: { VITEST: 'true', PROOFTOOL_TELEMETRY: '1' } }],
  ['undecided, where nobody reads a notice', {}],
  ['undecided by opt-in', { env: { PROOF_PRESET: 'opt-in' } }],
]

const REPORTER = `
import { defineContract, errors } from '@plainsight/client/contract'
export default defineContract({
  name: 'reporter', version: '1.0.0', title: 'Reporter', description: 'x', owners: ['@proof/tools'],
  consent: { preset: 'opt-in' }, sources: ['cli'], presence: false, fields: {},
  events: { 'tool.failed': errors({ what: 'It failed', why: 'To mend it', readBy: ['x'], deliver: 'now' }) },
})
`

describe('off', () => {
  it.each(OFF)('%s: a run leaves nothing, asks nobody and starts nobody', async (_, { env = {}, step, before }) => {
    machine = proofMachine(tool)
    await before?.()
    const was = allBelow(machine.home)
    const texts = was.map((name) => textOf(join(machine.home, name)))
    const connections = recorder.connections
    const steps = [...(step === undefined ? [] : [step]), ...EVERYTHING]
    for (const day of ['2027-01-01', '2027-01-02']) {
      const run = { ...at(day), ...env }
      if (strace) {
        const { code, stderr, calls } = await machine.trace(run, ...steps)
        expect([code, stderr]).toEqual([0, ''])
        expect(deedsOf(calls)).toEqual([])
      } else expect(await machine.run(run, ...steps)).toMatchObject({ code: 0, stderr: '' })
    }
    expect(allBelow(machine.home)).toEqual(was)
    expect(was.map((name) => textOf(join(machine.home, name)))).toEqual(texts)
    expect(recorder.connections).toBe(connections)
  })

  it.skipIf(!strace).each<[string, Variables]>([
    ['DO_NOT_TRACK', { DO_NOT_TRACK: '1' }],
    ['P_TELEMETRY', { REPORTER_TELEMETRY: 'off' }],
    ['CI', { CI: 'true' }],
    ['the host', { PROOF_HOST: 'off' }],
    ['its own variable', { REPORTER_TELEMETRY_ERRORS: '0' }],
  ])('by %s, where error reports had a yes, reports no error that ends the process', async (_, env) => {
    machine = proofMachine(tool, 'reporter')
    const file = join(tool.folder, 'reporter.telemetry.mjs')
    writeFileSync(file, REPORTER)
    const run = { ...at('2027-01-01'), PROOF_CONTRACT: file, PROOF_ROOT: tool.folder }
    await machine.run(run, 'on', 'errorsOn', 'exit')
    const was = allBelow(machine.home)
    const ended = await machine.trace({ ...run, ...env }, 'watch', 'throw')
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('as asked')])
    expect(deedsOf(ended.calls)).toEqual([])
    expect(allBelow(machine.home)).toEqual(was)
    // The same run without it does report.
    const reported = await machine.trace(run, 'watch', 'throw')
    expect(deedsOf(reported.calls).join('\n')).toContain('O_CREAT')
    await machine.quiet()
  })

  it('is what the trace can tell from on: the same run leaves files and opens sockets', async () => {
    machine = proofMachine(tool)
    await machine.run({ ...at('2027-01-01'), PROOFTOOL_TELEMETRY: '1' }, 'count:1', 'exit')
    const connections = recorder.connections
    const run = { ...at('2027-01-02'), PROOFTOOL_TELEMETRY: '1' }
    if (strace) {
      const deeds = deedsOf((await machine.trace(run, ...EVERYTHING)).calls)
      for (const deed of ['O_CREAT', 'connect(', 'rename']) expect(deeds.join('\n')).toContain(deed)
    } else await machine.run(run, ...EVERYTHING)
    expect(recorder.connections).toBeGreaterThan(connections)
  })

  it.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
    'by the policy of the machine’s administrator, and a policy never says on',
    async () => {
      machine = proofMachine(tool, RULED)
      const variable = `${RULED.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
      mkdirSync(POLICY)
      for (const text of ['{"telemetry":"off"}', 'not json', '{}']) {
        writeFileSync(join(POLICY, 'telemetry.json'), text)
        const run = { ...at('2027-01-01'), [variable]: '1' }
        if (strace) expect(deedsOf((await machine.trace(run, ...EVERYTHING)).calls)).toEqual([])
        else await machine.run(run, ...EVERYTHING)
        expect(allBelow(machine.home)).toEqual([])
      }
      writeFileSync(join(POLICY, 'telemetry.json'), '{"telemetry":"on"}')
      await machine.run(at('2027-01-01'), ...EVERYTHING)
      expect(allBelow(machine.home)).toEqual([])
      // Said while a batch waits: what is waiting stays where it is, and nothing leaves.
      await machine.run({ ...at('2027-01-01'), [variable]: '1' }, 'count:1', 'exit')
      const connections = recorder.connections
      writeFileSync(join(POLICY, 'telemetry.json'), '{"telemetry":"off"}')
      await machine.run({ ...at('2027-01-02'), [variable]: '1' }, ...EVERYTHING)
      expect(recorder.connections).toBe(connections)
    },
  )

  it('by the environment, in CI or by a policy: what waits is neither sent nor touched', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
    const was = machine.names().map((name) => [name, machine.read(name)])
    const connections = recorder.connections
    for (const env of [{ DO_NOT_TRACK: '1' }, { CI: '1' }, { PROOFTOOL_TELEMETRY: 'off' }, { PROOF_HOST: 'off' }])
      await machine.run({ ...at('2027-01-02'), ...env }, ...EVERYTHING)
    expect(machine.names().map((name) => [name, machine.read(name)])).toEqual(was)
    expect(recorder.connections).toBe(connections)
  })
})

describe('undecided', () => {
  it.skipIf(!terminal)('keeps nothing but that a notice was shown at a terminal', async () => {
    machine = proofMachine(tool)
    const connections = recorder.connections
    const command = `script -qec "$(printf ' %q' "$@")" /dev/null`
    const traced = `script -qec "strace -f -qq -s 256 -o ${machine.home}.trace -e trace=%network,%process,%file $(printf ' %q' "$@")" /dev/null`
    const first = await machine.shell(command, at('2027-01-01'), 'count:3', 'index:1', 'span', 'wait:50')
    expect(first.stdout).toContain('prooftool telemetry off')
    expect(machine.names()).toEqual(['settings.json'])
    expect(machine.read('settings.json')).not.toMatch(/secret|id"/)
    // In its grace nothing more; the run that follows is noted.
    const second = await machine.shell(strace ? traced : command, at('2027-01-01'), 'count:3', 'wait:50', 'flush:500')
    expect(second.stdout).not.toContain('prooftool telemetry off')
    expect(allBelow(machine.home).filter((name) => /\.\w+$/.test(name) && !name.endsWith('.local'))).toEqual([
      '.local/state/prooftool/telemetry/settings.json',
    ])
    if (existsSync(`${machine.home}.trace`)) {
      const deeds = deedsOf(readFileSync(`${machine.home}.trace`, 'utf8').split('\n'))
      expect(deeds.filter((deed) => !deed.includes(`${machine.state}/settings.json`))).toEqual([])
      rmSync(`${machine.home}.trace`)
    }
    expect(recorder.connections).toBe(connections)
  })

  it.skipIf(!terminal)(
    'shows no notice where a program reads the standard error, and none to a coding agent',
    async () => {
      machine = proofMachine(tool)
      const command = `script -qec "$(printf ' %q' "$@")" /dev/null`
      await machine.run(at('2027-01-01'), 'wait:50')
      const agent = await machine.shell(command, { ...at('2027-01-01'), CLAUDECODE: '1' }, 'wait:50')
      expect(agent.stdout).toBe('')
      expect(allBelow(machine.home)).toEqual([])
    },
  )
})

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
