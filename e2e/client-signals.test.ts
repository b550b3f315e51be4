import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, lineOf, proofMachine, type Ended, type ProofMachine, type Variables } from './proof-machine.ts'

let tool: InstalledTool
let machine: ProofMachine

beforeAll(() => {
  tool = installTool()
})
afterAll(() => tool.remove())
afterEach(() => machine.remove())

const ENDPOINT = 'http://127.0.0.1:9'
const at = (day: string): Variables => ({ PROOF_ENDPOINT: ENDPOINT, PROOF_NOW: `${day}T10:00:00Z`, PROOF_WAY: 'idle' })

interface CounterLine {
  readonly t: string
  readonly b?: { readonly [field: string]: unknown }
  readonly n?: number
}

/** Counted by dimension: `build ok` → how often. */
function counted(): { [key: string]: number } {
  const sums: { [key: string]: number } = {}
  for (const text of machine.read('pending.jsonl').split('\n')) {
    const line = text === '' ? undefined : (JSON.parse(text) as CounterLine)
    if (line?.t !== 'c') continue
    const key = Object.values(line.b ?? {}).join(' ')
    sums[key] = (sums[key] ?? 0) + (line.n ?? 0)
  }
  return sums
}

async function signalled(signal: NodeJS.Signals, env: Variables, ...steps: string[]): Promise<Ended> {
  const child = machine.start({ ...at('2027-01-01'), ...env }, ...steps, 'say:ready', 'wait:20000')
  const ended = endOf(child)
  await lineOf(child, 'ready')
  child.kill(signal)
  return ended
}

async function furnish(): Promise<void> {
  machine = proofMachine(tool)
  await machine.run(at('2027-01-01'), 'on')
}

describe('a deadly signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: what was counted is written, an open span as aborted, and the parent sees the signal',
    async (signal) => {
      await furnish()
      const { code, signal: seen, stdout, stderr } = await signalled(signal, {}, 'count:3', 'span')
      expect([code, seen, stdout, stderr]).toEqual([null, signal, 'ready\n', ''])
      expect(counted()).toEqual({ 'build ok': 3, 'deploy aborted': 1 })
    },
  )

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: a shell sees %i', async (signal, code) => {
    await furnish()
    const child = machine.shell(
      `"$@" & child=$!; until [ -s ready ]; do sleep 0.05; done; kill -${signal.slice(3)} $child; wait $child`,
      { ...at('2027-01-01') },
      'count:2',
      'touch:ready',
      'wait:20000',
    )
    expect((await child).code).toBe(code)
    expect(counted()).toEqual({ 'build ok': 2 })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: a host that listens decides alone what becomes of it',
    async (signal) => {
      await furnish()
      const { code, stdout } = await signalled(signal, {}, `listen:${signal}`, 'count:3', 'span')
      expect(code).toBe(7)
      expect(stdout).toBe(`ready\nhost ${signal}\n`)
      expect(counted()).toEqual({ 'build ok': 3, 'deploy aborted': 1 })
    },
  )

  it('of which a second one comes: nothing of ours stands in its way', async () => {
    await furnish()
    // The host listens for the first and would take its time; it takes its listener back.
    const child = machine.start(at('2027-01-01'), 'once:SIGTERM', 'count:3', 'say:ready', 'wait:20000')
    const ended = endOf(child)
    const second = lineOf(child, 'host once SIGTERM')
    await lineOf(child, 'ready')
    child.kill('SIGTERM')
    await second
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(counted()).toEqual({ 'build ok': 3 })
  })

  it('where the host wants none of it is not listened to', async () => {
    await furnish()
    const { signal } = await signalled('SIGTERM', { PROOF_SIGNALS: 'false' }, 'count:3')
    expect(signal).toBe('SIGTERM')
    expect(counted()).toEqual({})
  })

  it('of a process that counted nothing is not listened to, nor of one that is off', async () => {
    await furnish()
    const quiet = await machine.run(at('2027-01-01'), 'status', 'listeners')
    const off = await machine.run({ ...at('2027-01-01'), DO_NOT_TRACK: '1' }, 'count:3', 'span', 'listeners')
    const bare = JSON.parse(off.stdout) as number[]
    expect(bare.slice(2, 5)).toEqual([0, 0, 0])
    // At its end there may be a notice to show, which is all that the one listener is for.
    const [exit, ...others] = JSON.parse(quiet.stdout.split('\n')[1] ?? '') as number[]
    expect(others).toEqual(bare.slice(1))
    expect(exit).toBeLessThanOrEqual(1)
  })
})

describe('the end of a process', () => {
  it('ten instances listen once, and each of them keeps what it counted', async () => {
    await furnish()
    const one = await machine.run(at('2027-01-01'), 'many:1', 'listeners', 'exit')
    const ten = await machine.run(at('2027-01-01'), 'many:10', 'listeners', 'exit')
    expect(ten.stdout).toBe(one.stdout)
    expect(counted()).toEqual({ 'build ok': 11 })
  })

  it.each([
    ['process.exit in the middle of everything', ['count:2', 'exit:3', 'count:90'], 3],
    ['an error that nobody caught', ['count:2', 'span', 'throw'], 1],
    ['nothing left to do', ['count:2'], 0],
    ['an exit code that was set before', ['code:5', 'count:2'], 5],
  ])('by %s: what was counted until then is kept, and the code is the host’s', async (_, steps, code) => {
    await furnish()
    const ended = await machine.run(at('2027-01-01'), ...steps)
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(counted()['build ok']).toBe(2)
    if (steps.includes('span')) expect(counted()).toEqual({ 'build ok': 2, 'deploy error': 1 })
  })

  it('in worker threads and in forks: each keeps its own, and the parent its own', async () => {
    await furnish()
    const ended = await machine.run(
      at('2027-01-01'),
      'count:1',
      'worker:count:10',
      'worker:count:20,exit',
      'fork:count:100,exit:2',
      'fork:count:200',
      'count:3',
      'exit',
    )
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, '', ''])
    expect(counted()).toEqual({ 'build ok': 334 })
  })

  it('by kill −9 loses what that process had counted and nothing else', async () => {
    await furnish()
    await machine.run(at('2027-01-01'), 'count:4', 'exit')
    await signalled('SIGKILL', {}, 'count:50')
    await machine.run(at('2027-01-01'), 'count:3', 'exit')
    expect(counted()).toEqual({ 'build ok': 7 })
  })
})
