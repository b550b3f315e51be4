import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { allBelow, hasProgram, proofMachine, type Ended, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, type ProofRecorder } from './proof-recorder.ts'

// How a person is told and asked: in a real terminal, with both streams apart where that matters.

const terminal = hasProgram('script') && process.platform === 'linux'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool('fixtures-control-tool.ts')
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
beforeEach(() => {
  machine = proofMachine(tool, 'ctltool')
  recorder.forget()
})
afterEach(async () => {
  await machine.quiet()
  machine.remove()
})

const at = (time: string, more: Variables = {}): Variables => ({
  TOOL_ENDPOINT: recorder.url,
  TOOL_NOW: time.includes('T') ? time : `${time}T10:00:00Z`,
  TOOL_WAY: 'idle',
  TERM: 'dumb',
  ...more,
})

/**
 * A run at a terminal at which somebody types: the next of the keys at each question. What it prints on standard output goes to a file
 * of its own.
 */
async function typed(
  keys: readonly string[],
  env: Variables,
  ...steps: string[]
): Promise<{ readonly screen: string; readonly stdout: string; readonly code: number | null }> {
  const out = join(machine.home, 'out.txt')
  const words = [process.execPath, tool.tool, ...steps].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`)
  const child = spawn('script', ['-qec', `${words.join(' ')} > '${out}'`, '/dev/null'], {
    cwd: machine.home,
    env: { HOME: machine.home, PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  const left = [...keys]
  let screen = ''
  let answered = 0
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    screen += part
    // The end of the question is on the screen: somebody listens.
    while (screen.split('counted: ').length - 1 > answered) {
      answered++
      child.stdin.write(left.shift() ?? '')
    }
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(late)
  return { screen, code, stdout: existsSync(out) ? readFileSync(out, 'utf8') : '' }
}

const settings = (): { readonly [key: string]: unknown } =>
  JSON.parse(machine.read('settings.json') || '{}') as { readonly [key: string]: unknown }

describe.skipIf(!terminal)('the question', () => {
  it('is asked once: yes is kept, counts from then on, and is not asked for again', async () => {
    const first = await typed(['yes\n'], at('2027-01-04'), 'ask', 'count:1', 'exit')
    expect(first.screen).toContain('Control tool would like to count which of its features are used')
    expect(first.screen).toContain('May it? yes / no / ?')
    expect(first.screen).not.toContain('\u001b')
    expect(first.stdout).toBe('{"asked":true,"answered":true,"state":"on"}\n')
    expect(settings()).toMatchObject({ choice: 'on', how: 'installer', version: '1.0.0' })
    expect(machine.read('pending.jsonl')).toContain('command.completed')
    const second = await typed(['no\n'], at('2027-01-05'), 'ask')
    expect(second.screen).not.toContain('May it?')
    expect(second.stdout).toBe('{"asked":false,"answered":false,"state":"on"}\n')
  })

  it('has no colours where a terminal could show them, with NO_COLOR or without', async () => {
    for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '3', COLORTERM: 'truecolor' }]) {
      const { screen } = await typed(['\u0004'], at('2027-01-04', { TERM: 'xterm-256color', ...env }), 'ask')
      expect(screen).toContain('May it?')
      // The cursor is set for what is typed; no letter has a colour.
      // oxlint-disable-next-line no-control-regex
      expect(screen).not.toMatch(/\u001b\[[\d;]*m/)
      rmSync(machine.state, { recursive: true })
    }
  })

  it('takes a no for an off, at the price of as many keys', async () => {
    const { stdout } = await typed(['n\n'], at('2027-01-04'), 'ask', 'count:3', 'exit')
    expect(stdout).toBe('{"asked":true,"answered":true,"state":"off"}\n')
    expect(machine.names()).toEqual(['settings.json'])
    expect((await typed(['y\n'], at('2028-01-04'), 'ask')).screen).not.toContain('May it?')
  })

  it.each([
    ['Ctrl-D', ['\u0004']],
    ['Ctrl-C', ['\u0003']],
    ['three answers that are none', ['perhaps\n', '\n', 'never mind\n']],
  ])('left with %s decides nothing, keeps nothing, and is not asked again for half a year', async (_, keys) => {
    const first = await typed(keys, at('2027-01-04'), 'ask', 'count:3', 'exit')
    expect(first.stdout).toBe('{"asked":true,"answered":false,"state":"undecided"}\n')
    expect(machine.names()).toEqual(['settings.json'])
    expect(settings()).not.toHaveProperty('choice')
    expect((await typed(['yes\n'], at('2027-07-01'), 'ask')).stdout).toContain('"asked":false')
    expect(settings()).not.toHaveProperty('choice')
    expect((await typed(['yes\n'], at('2027-07-10'), 'ask')).stdout).toContain('"state":"on"')
  })

  it('shows everything that would be counted to who asks for it, and then asks again', async () => {
    const { screen, stdout } = await typed(['?\n', 'yes\n'], at('2027-01-04'), 'ask')
    expect(screen).toContain('Never collected:')
    expect(screen.split('May it?')).toHaveLength(3)
    expect(stdout).toContain('"state":"on"')
  })

  it.each<[string, Variables, string?]>([
    ['a choice that is stored', {}, 'off'],
    ['DO_NOT_TRACK', { DO_NOT_TRACK: '1' }],
    ['its own variable', { CTLTOOL_TELEMETRY: '1' }],
    ['CI', { CI: '1' }],
    ['a test runner', { NODE_ENV: 'test' }],
    ['a coding agent', { CLAUDECODE: '1' }],
    ['a tool that started it', { PLAINSIGHT_PARENT: 'CTLTOOL_TELEMETRY=on' }],
  ])('is not asked where %s has spoken or nobody reads', async (_, env, before) => {
    if (before !== undefined) await machine.run(at('2027-01-04'), before)
    const was = allBelow(machine.home)
    const { screen, stdout } = await typed(['yes\n'], at('2027-01-05', env), 'ask')
    expect(screen).not.toContain('May it?')
    expect(stdout).toContain('"asked":false')
    expect(allBelow(machine.home).filter((name) => name !== 'out.txt')).toEqual(was)
  })

  it('is not asked where a program reads or writes', async () => {
    const { stdout, stderr } = await machine.run(at('2027-01-04'), 'ask')
    expect([stdout, stderr]).toEqual(['{"asked":false,"answered":false,"state":"undecided"}\n', ''])
    expect(allBelow(machine.home)).toEqual([])
  })

  it('comes again when the contract says more than a yes was given to, and a no keeps the yes that was given', async () => {
    await typed(['yes\n'], at('2027-01-04'), 'ask')
    const more = (time: string): Variables => at(time, { TOOL_CONTRACT: '2.0.0' })
    const size = 'rec:size.seen {"size":42}'
    await machine.run(more('2027-01-05'), 'count:1', size, 'exit')
    expect(machine.read('pending.jsonl')).toContain('"v":"1.0.0"')
    expect(machine.read('pending.jsonl')).toContain('"e":"size.seen","f":"*","w":"not-consented"')
    const asked = await typed(['no\n'], more('2027-01-05'), 'ask')
    expect(asked.screen).toContain('would like to count more than you agreed to: size.seen, size')
    expect(asked.stdout).toContain('"answered":false,"state":"on"')
    expect(settings()).toMatchObject({ choice: 'on', version: '1.0.0' })
    expect((await typed(['yes\n'], more('2027-01-06'), 'ask')).stdout).toContain('"asked":false')
    expect((await typed(['yes\n'], more('2027-12-01'), 'ask')).stdout).toContain('"answered":true')
    await machine.run(more('2027-12-02'), size, 'exit')
    expect(machine.read('pending.jsonl')).toContain('"e":"size.seen","b"')
  })
})

describe.skipIf(!terminal)('the notice', () => {
  const noticed = (time: string, more: Variables = {}): Variables => at(time, { TOOL_PRESET: 'notice', ...more })

  it('is on standard error and never on standard output, plain, whatever the terminal can do', async () => {
    for (const [name, env] of [
      ['dumb', { TERM: 'dumb' }],
      ['NO_COLOR', { TERM: 'xterm-256color', NO_COLOR: '1' }],
      ['colours', { TERM: 'xterm-256color', COLORTERM: 'truecolor', FORCE_COLOR: '3' }],
    ] as const) {
      const home = machine
      const { screen, stdout } = await typed([], noticed('2027-01-04', env), 'wait:50')
      expect([name, stdout]).toEqual([name, ''])
      expect(screen).toContain('To refuse: ctltool telemetry off')
      // oxlint-disable-next-line no-control-regex
      expect(screen.replaceAll(/\r/g, '')).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
      home.remove()
      machine = proofMachine(tool, 'ctltool')
    }
  })

  it('is shown again when the contract says more, once, and what was known goes on as it was meanwhile', async () => {
    await typed([], noticed('2027-01-04'), 'wait:50')
    await typed([], noticed('2027-01-05T12:00:00Z'), 'wait:50')
    const size = 'rec:size.seen {"size":42}'
    const more = (time: string): Variables => noticed(time, { TOOL_CONTRACT: '2.0.0' })
    const again = await typed([], more('2027-01-06'), 'count:1', size, 'wait:50')
    expect(again.screen).toContain('Control tool will count more of its use than it told you before')
    expect(again.screen).toContain('size.seen, size')
    expect(settings()).toMatchObject({ agreed: { version: '1.0.0' }, notice: { version: '2.0.0', followed: false } })
    const counted = machine.read('pending.jsonl')
    expect(counted).toContain('"v":"1.0.0"')
    expect(counted).not.toContain('"e":"size.seen","b"')
    // Not a third time; the run that follows is noted, and after its grace the new version holds.
    const third = await typed([], more('2027-01-06T11:00:00Z'), size, 'wait:50')
    expect(third.screen).not.toContain('will count more')
    await machine.run(more('2027-01-07T09:00:00Z'), size, 'exit')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"size.seen","b"')
    await machine.run(more('2027-01-07T10:00:01Z'), size, 'exit')
    expect(machine.read('pending.jsonl')).toContain('"e":"size.seen","b"')
    expect(machine.read('pending.jsonl')).toContain('"v":"2.0.0"')
    expect((await typed([], more('2027-01-08'), 'wait:50')).screen).not.toContain('will count')
  })

  it('is not shown again by a version that says no more', async () => {
    await typed([], noticed('2027-01-04'), 'wait:50')
    await typed([], noticed('2027-01-05T12:00:00Z'), 'wait:50')
    const { screen } = await typed([], noticed('2027-01-06', { TOOL_CONTRACT: '1.1.0' }), 'count:1', 'wait:50')
    expect(screen).not.toContain('will count')
    // What was agreed to covers all of it.
    expect(machine.read('pending.jsonl')).toContain('"v":"1.1.0"')
  })
})

describe('a project', () => {
  const project = (name: string, says: string): string => {
    const folder = join(machine.home, name)
    mkdirSync(join(folder, '.ctltool'), { recursive: true })
    writeFileSync(join(folder, '.ctltool', 'telemetry.json'), says)
    writeFileSync(join(folder, 'package.json'), '{}')
    return folder
  }
  const inside = (folder: string, env: Variables, ...steps: string[]): Promise<Ended> =>
    machine.shell(`cd '${folder}' && "$@"`, env, ...steps)

  it('answers for itself: two of one machine have two answers', async () => {
    await machine.run(at('2027-01-04'), 'on')
    const quiet = project('quiet', '{"telemetry":"off"}')
    const own = project('own', '{"telemetry":"local"}')
    const state = async (folder: string): Promise<unknown> => {
      const { stdout } = await inside(folder, at('2027-01-04'), 'status')
      const { state: is, decider } = JSON.parse(stdout) as { state: string; decider: string }
      return [is, decider]
    }
    expect(await state(quiet)).toEqual(['off', 'project'])
    expect(await state(own)).toEqual(['local', 'project'])
    expect(await state(machine.home)).toEqual(['on', 'stored'])
    await inside(quiet, at('2027-01-04'), 'count:7', 'exit')
    await inside(own, at('2027-01-04'), 'count:5', 'exit')
    await machine.run(at('2027-01-04'), 'count:3', 'exit')
    expect(machine.read('pending.jsonl')).toContain('"n":3')
    expect(machine.read('local.jsonl')).toContain('"n":5')
    expect(machine.read('pending.jsonl') + machine.read('local.jsonl')).not.toContain('"n":7')
  })

  it('that says on is ignored: a project can only lower', async () => {
    const loud = project('loud', '{"telemetry":"on"}')
    const { stdout } = await inside(loud, at('2027-01-04'), 'count:3', 'status', 'exit')
    expect(JSON.parse(stdout)).toMatchObject({ state: 'undecided', decider: 'preset' })
    await machine.run(at('2027-01-04'), 'off')
    expect(JSON.parse((await inside(loud, at('2027-01-04'), 'status')).stdout)).toMatchObject({ state: 'off' })
    expect(machine.names()).toEqual(['settings.json'])
  })
})

describe('an older tool', () => {
  const older = (file: string, more: object): Variables => ({ TOOL_OLDER: JSON.stringify([{ file, ...more }]) })

  it.each<[string, string, object]>([
    ['a value of its JSON', '{"telemetry":{"enabled":false}}', { off: { 'telemetry.enabled': [false] } }],
    ['a line', 'name = x\ntelemetry = disabled\n', { format: 'lines', off: { telemetry: ['disabled'] } }],
    ['a file that is there', '', { off: true }],
    ['a file that cannot be understood', '{"telemetry":', { off: { 'telemetry.enabled': [false] } }],
  ])('was told to be off by %s: this one is, for good, and the file is left as it was', async (_, text, more) => {
    writeFileSync(join(machine.home, '.oldtool'), text)
    const env = at('2027-01-04', { ...older('~/.oldtool', more), TOOL_PRESET: 'notice', CTLTOOL_TELEMETRY: '1' })
    const { stdout } = await machine.run(env, 'count:3', 'status', 'exit')
    expect(JSON.parse(stdout)).toMatchObject({ state: 'off', decider: 'stored' })
    expect(machine.names()).toEqual(['settings.json'])
    expect(settings()).toMatchObject({ choice: 'off', how: 'older' })
    expect(readFileSync(join(machine.home, '.oldtool'), 'utf8')).toBe(text)
    // Also without the older file, and an on of today's stands.
    await machine.run(at('2027-01-05'), 'tel:on')
    expect(JSON.parse((await machine.run(env, 'status')).stdout)).toMatchObject({ state: 'on' })
  })

  it('whose yes is none here: it was given to something else', async () => {
    writeFileSync(join(machine.home, '.oldtool'), '{"telemetry":{"enabled":true,"id":"5b2d7a90"}}')
    const env = at('2027-01-04', older('~/.oldtool', { off: { 'telemetry.enabled': [false] } }))
    const { stdout } = await machine.run(env, 'count:3', 'status', 'exit')
    expect(JSON.parse(stdout)).toMatchObject({ state: 'undecided' })
    expect(machine.names()).toEqual([])
  })

  it('knew this machine: it is not counted as a new one, its age is kept and its id is not', async () => {
    writeFileSync(join(machine.home, '.oldtool'), '{"since":"2026-10-05T08:00:00Z","id":"5b2d7a90"}')
    const env = (day: string): Variables => at(day, older('~/.oldtool', { off: { no: [true] }, since: 'since' }))
    await machine.run(env('2027-01-04'), 'on', 'rec:first.used {"command":"build"}', 'exit')
    const lines = machine.read('pending.jsonl')
    expect(lines).toContain('"w":"day","gap":"7+"')
    expect(lines).toContain('"w":"week","back":"4+","index":"13-25"')
    expect(lines).not.toContain('first"')
    expect(lines).toContain('"installAge":"30+"')
    expect(lines + machine.read('settings.json')).not.toContain('5b2d7a90')
    await machine.run(env('2027-01-05'), 'count:1', 'exit')
    expect(machine.read('pending.jsonl')).toContain('"w":"day","gap":"1"')
  })
})
