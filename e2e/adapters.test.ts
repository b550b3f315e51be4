import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, lineOf, proofMachine, type Ended, type ProofMachine } from './proof-machine.ts'
import { openRecordingEndpoint } from './recording-endpoint.ts'

let installed: InstalledTool
let machine: ProofMachine

beforeAll(() => {
  installed = installTool()
  const tool = join(installed.folder, 'adapters.mjs')
  writeFileSync(tool, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'fixtures-adapters.ts'), 'utf8')))
  installed = { ...installed, tool }
})
afterAll(() => installed.remove())
afterEach(() => machine.remove())

const ON = { PROOFTOOL_TELEMETRY: '1' }

/** What was kept: `daemon.stopped signal`, in the order in which it was recorded. */
function kept(): string[] {
  return machine
    .read('pending.jsonl')
    .split('\n')
    .filter((line) => line.includes('"t":"e"'))
    .map((line) => JSON.parse(line) as { e: string; f: { [field: string]: unknown } })
    .map(({ e, f }) => [e, ...Object.values(f).filter((value) => typeof value === 'string')].join(' '))
}

async function ran(...steps: string[]): Promise<Ended> {
  machine = proofMachine(installed)
  return machine.run(ON, ...steps)
}

async function signalled(signal: NodeJS.Signals, ...steps: string[]): Promise<Ended> {
  machine = proofMachine(installed)
  const child = machine.start(ON, ...steps, 'wait')
  const ended = endOf(child)
  await lineOf(child, 'ready')
  child.kill(signal)
  return ended
}

describe('a daemon', () => {
  it.each([
    ['that is asked to stop', ['stopping:request', 'exit:0'], 0, 'request'],
    ['that has nothing left to do', [], 0, 'request'],
    ['that stops before it ends', ['stop:request', 'exit:0'], 0, 'request'],
    ['that says twice that it stopped', ['stop:request', 'stop:crash', 'exit:0'], 0, 'request'],
    ['that gives up with an exit code', ['exit:4'], 4, 'crash'],
    ['that is asked to stop, and cannot do so well', ['stopping:request', 'exit:4'], 4, 'request'],
    ['in which an error is not caught', ['throw'], 1, 'crash'],
    ['in which an error is not caught after it was asked to stop', ['stopping:request', 'throw'], 1, 'crash'],
    ['that catches its own crash and leaves with a code', ['catch:7', 'throw'], 7, 'crash'],
    ['that catches an error and leaves well', ['catch:0', 'stopping:request', 'throw'], 0, 'request'],
  ])('%s stops once, for that reason', async (_, steps, code, reason) => {
    expect((await ran('daemon', ...steps)).code).toBe(code)
    expect(kept()).toEqual(['daemon.started', `daemon.stopped ${reason}`])
  })

  it.each([
    ['where nobody else listens', [], { code: null, signal: 'SIGTERM' }, 'signal'],
    ['whose host listens and leaves', ['on:SIGTERM/0'], { code: 0, signal: null }, 'signal'],
    ['whose host listens and leaves as shells do', ['on:SIGTERM/143'], { code: 143, signal: null }, 'signal'],
    ['that was asked to stop before', ['stopping:request'], { code: null, signal: 'SIGTERM' }, 'request'],
    ['whose host fails while it stops', ['on:SIGTERM/throw'], { code: 1, signal: null }, 'crash'],
    ['whose host listens to another signal', ['on:SIGHUP/0'], { code: null, signal: 'SIGTERM' }, 'signal'],
  ] as const)(
    'on a signal, %s, stops once; the parent sees what it would have seen',
    async (_, steps, seen, reason) => {
      expect(await signalled('SIGTERM', 'daemon', ...steps)).toMatchObject(seen)
      expect(kept()).toEqual(['daemon.started', `daemon.stopped ${reason}`])
    },
  )

  it('counts how long it took to start and how long it ran', async () => {
    await ran('daemon', 'exit:0')
    const numbers = [...machine.read('pending.jsonl').matchAll(/"(startup|uptime)":(\d+)/g)]
    expect(numbers.map(([, name]) => name)).toEqual(['startup', 'uptime'])
    expect(Number(numbers[1]?.[2])).toBeGreaterThanOrEqual(Number(numbers[0]?.[2]))
  })

  it('that is off keeps nothing and listens to nothing', async () => {
    machine = proofMachine(installed)
    const child = machine.start({ DO_NOT_TRACK: '1' }, 'daemon', 'wait')
    const ended = endOf(child)
    await lineOf(child, 'ready')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(machine.names()).toEqual([])
  })
})

describe('the minute of a process that lives', () => {
  it('sends what is finished, once a day, without a call; and the process ends when it has nothing else to do', async () => {
    machine = proofMachine(installed)
    const recorder = await openRecordingEndpoint()
    try {
      const at = (now: string) => ({ ...ON, PROOF_ENDPOINT: recorder.url, PROOF_NOW: now })
      await machine.run(at('2027-01-01T10:00Z'), 'bare', 'exit:0')
      expect(recorder.requests).toHaveLength(0)
      const daemon = machine.start(at('2027-01-02T10:00Z'), 'timer')
      const ended = endOf(daemon)
      let minutes = 0
      daemon.stdout!.on('data', (text: Buffer) => (minutes += text.toString().split('minute').length - 1))
      const days = (): string[] =>
        recorder.requests.map(({ body }) => (JSON.parse(body.toString()) as { day: string }).day)
      await expect.poll(days, { timeout: 20_000 }).toEqual(['2027-01-01'])
      const since = minutes
      await expect.poll(() => minutes, { timeout: 20_000 }).toBeGreaterThan(since + 20)
      expect(days()).toEqual(['2027-01-01'])
      daemon.stdin!.write('2027-01-03T00:30Z\n')
      await expect.poll(days, { timeout: 20_000 }).toEqual(['2027-01-01', '2027-01-02'])
      daemon.stdin!.end()
      expect(await ended).toMatchObject({ code: 0, stderr: '' })
    } finally {
      await recorder.close()
    }
  })

  it('keeps what a slow command counted while it still runs', async () => {
    machine = proofMachine(installed)
    const command = machine.start({ ...ON, PROOF_NOW: '2027-01-01T10:00Z', PROOF_WAY: 'detached' }, 'timer')
    const ended = endOf(command)
    await expect.poll(kept, { timeout: 20_000 }).toEqual(['daemon.started'])
    expect(command.exitCode).toBeNull()
    command.stdin!.end()
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
    expect(kept()).toEqual(['daemon.started', 'daemon.stopped request'])
  })
})

describe('the notice', () => {
  it('is shown by a command, and never by an MCP server', async () => {
    machine = proofMachine(installed)
    expect((await machine.run({ PROOF_NOTICE: '1' }, 'bare')).stdout).toMatch(/^notice of \d+ letters\n$/)
    machine.remove()
    machine = proofMachine(installed)
    expect(await machine.run({ PROOF_NOTICE: '1' }, 'mcp')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(await machine.run({ PROOF_NOTICE: '1' }, 'mcp', 'exit:0')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(machine.names()).toEqual([])
  })
})

describe('a command that said how it ended', () => {
  it.each([
    ['and leaves with an exit code, ended as it said', ['exit:3'], 3, 'ok'],
    ['and in which an error is not caught, ended in error', ['throw'], 1, 'error'],
    ['and leaves well, ended as it said', [], 0, 'ok'],
  ])('%s', async (_, steps, code, outcome) => {
    expect((await ran('command', ...steps)).code).toBe(code)
    expect(kept()).toEqual([`command.completed build ${outcome}`])
  })
})

describe('what is under way when its process ends', () => {
  it.each([
    ['bare', ['command.completed build ok'], ['command.completed build error']],
    [
      'workflow',
      ['workflow.step abandoned project setup', 'workflow.finished abandoned setup'],
      ['workflow.step abandoned project setup', 'workflow.finished abandoned setup'],
    ],
    ['mcp', ['tool.called aborted search'], ['tool.called aborted search']],
    ['llm', ['llm.called o3 ok'], ['llm.called o3 error']],
  ])('%s: well, or with an exit code', async (what, well, badly) => {
    expect(await ran(what, 'exit:0')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(kept()).toEqual(well)
    machine.remove()
    expect(await ran(what, 'exit:3')).toMatchObject({ code: 3, stdout: '', stderr: '' })
    expect(kept()).toEqual(badly)
  })

  it.each([
    ['bare', ['command.completed build aborted']],
    ['workflow', ['workflow.step abandoned project setup', 'workflow.finished abandoned setup']],
    ['mcp', ['tool.called aborted search']],
    ['llm', ['llm.called o3 aborted']],
  ])('%s: by Ctrl-C, which the parent sees', async (what, lines) => {
    expect(await signalled('SIGINT', what)).toMatchObject({ code: null, signal: 'SIGINT', stderr: '' })
    expect(kept()).toEqual(lines)
  })
})
