import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, hasProgram, lineOf, proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { countOf, proofRecorder, TAKEN, type ProofRecorder } from './proof-recorder.ts'

const require = createRequire(import.meta.url)

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine
/** Written to by everything that is started, so that a second copy of the tool would be seen. */
let starts: string

beforeAll(async () => {
  tool = installTool('fixtures-tracker-tool.ts')
  recorder = await proofRecorder()
  starts = join(tool.folder, 'starts')
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
afterEach(() => {
  machine.remove()
  rmSync(starts, { force: true })
  recorder.answer = () => TAKEN
  recorder.forget()
})

const at = (day: string, more: Variables = {}): Variables => ({
  TRACK_ENDPOINT: recorder.url,
  TRACK_NOW: `${day}T10:00:00Z`,
  PROOF_STARTS: starts,
  ...more,
})
const started = (): string[] => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n') : [])

/** A tool of CommonJS in one file that says that it was started, and counts. */
const SINGLE = `
const { appendFileSync } = require('node:fs')
appendFileSync(process.env.PROOF_STARTS, process.argv.slice(2).join(' ') + '\\n')
const { createTelemetry } = require('@plainsight/client/node')
const contract = { name: 'prooftool', version: '1.0.0', title: 'T', description: '', owners: [], consent: { preset: 'opt-in' }, sources: ['cli'],
  presence: false, fields: { command: { kind: 'choice', doc: '', values: ['build'] } },
  events: { 'command.completed': { kind: 'rollup', what: '', why: '', readBy: [], by: ['command'] },
    failed: { kind: 'errors', what: '', why: '', readBy: [], fields: {}, deliver: 'now' } } }
const offset = Date.parse(process.env.TRACK_NOW) - Date.now()
const telemetry = createTelemetry(contract, { endpoint: process.env.TRACK_ENDPOINT, clock: () => Date.now() + offset,
  ...(process.env.TRACK_WAY ? { send: process.env.TRACK_WAY } : {}) })
const step = process.argv.at(-1)
if (step === 'on') { telemetry.setConsent('on'); telemetry.setConsent('on', { channel: 'errors' }) }
telemetry.record('command.completed', { command: 'build' })
if (step === 'fail') telemetry.reportError(new TypeError('x'), { fatal: true, handled: false })
`

async function bundle(): Promise<string> {
  const source = join(tool.folder, 'single.cjs')
  writeFileSync(source, SINGLE)
  const made = await rolldown({
    input: source,
    platform: 'node',
    cwd: tool.folder,
    resolve: { conditionNames: ['node', 'require'] },
  })
  const file = join(tool.folder, 'one-file', 'tool.cjs')
  await made.write({ file, format: 'cjs', codeSplitting: false })
  await made.close()
  return file
}

/** Two days of a program: what the first one counted arrives by the second, by whichever way there is. */
async function twoDays(
  program: string,
  words: readonly string[],
  env: Variables = {},
  days = ['2028-01-01', '2028-01-02', '2028-01-03'],
): Promise<void> {
  const run = async (day: string, step: string): Promise<void> => {
    const ended = await machine.shell(`exec ${program} ${words.join(' ')} ${step}`, at(day, env))
    expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    await machine.quiet()
    machine.rest()
  }
  await run(days[0]!, 'on')
  for (const day of days.slice(1)) await run(day, 'count')
  await until('the first day', () => countOf(recorder.stored(), days[0]!) > 0)
  expect(countOf(recorder.stored(), days[0]!)).toBe(1)
}

describe('a tool that cannot start a plain Node', () => {
  it.each(['acme', 'node'])(
    'a single executable called %s sends by itself and never starts a second copy',
    { timeout: 180_000 },
    async (name) => {
      const file = await bundle()
      const folder = join(tool.folder, `sea-${name}`)
      mkdirSync(folder)
      const config = join(folder, 'sea.json')
      writeFileSync(
        config,
        JSON.stringify({ main: file, output: join(folder, 'blob'), disableExperimentalSEAWarning: true }),
      )
      execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'ignore' })
      const program = join(folder, name)
      copyFileSync(process.execPath, program)
      const postject = require.resolve('postject/dist/cli.js')
      const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
      execFileSync(
        process.execPath,
        [postject, program, 'NODE_SEA_BLOB', join(folder, 'blob'), '--sentinel-fuse', fuse],
        {
          stdio: 'ignore',
        },
      )
      machine = proofMachine(tool)
      await twoDays(program, [], {})
      expect(started()).toEqual(['on', 'count', 'count'])
      // Nor where the host asks for one, nor for an error that ends it.
      for (const way of ['detached', 'idle'])
        await machine.shell(`exec ${program} fail`, at('2028-02-01', { TRACK_WAY: way }))
      await machine.quiet()
      expect(started()).toEqual(['on', 'count', 'count', 'fail', 'fail'])
      rmSync(folder, { recursive: true, force: true })
    },
  )

  it.each(['electron', 'bun', 'deno'])('one inside %s sends by itself and starts nobody', async (runtime) => {
    const file = await bundle()
    const hook = join(tool.folder, `as-${runtime}.cjs`)
    writeFileSync(
      hook,
      `Object.defineProperty(process.versions, ${JSON.stringify(runtime)}, { value: '33.0.0', enumerable: true })
      const child = require('node:child_process')
      const { appendFileSync } = require('node:fs')
      for (const name of ['spawn', 'fork', 'exec', 'execFile', 'spawnSync'])
        child[name] = () => { appendFileSync(process.env.PROOF_STARTS, 'child\\n'); throw new Error('no child') }`,
    )
    machine = proofMachine(tool)
    await twoDays(process.execPath, ['--require', hook, file])
    for (const way of ['detached', 'idle'])
      await machine.shell(
        `exec ${process.execPath} --require ${hook} ${file} fail`,
        at('2028-02-01', { TRACK_WAY: way }),
      )
    expect(started().filter((line) => line === 'child')).toEqual([])
  })

  it('one that a coding agent runs sends nothing by itself, and a person’s next run does', async () => {
    const file = await bundle()
    const hook = join(tool.folder, 'as-app.cjs')
    writeFileSync(hook, `Object.defineProperty(process.versions, 'electron', { value: '33.0.0', enumerable: true })`)
    machine = proofMachine(tool)
    const run = async (day: string, step: string, env: Variables = {}): Promise<void> => {
      const ended = await machine.shell(`exec ${process.execPath} --require ${hook} ${file} ${step}`, at(day, env))
      expect(ended.code).toBe(0)
    }
    await run('2028-01-01', 'on')
    const before = recorder.connections
    for (const day of ['2028-01-02', '2028-01-03']) await run(day, 'count', { CLAUDECODE: '1' })
    expect(recorder.connections).toBe(before)
    for (const day of ['2028-01-04', '2028-01-05']) await run(day, 'count')
    await until('the first days', () => countOf(recorder.stored(), '2028-01-02') === 1)
  })

  it('one in a single file, under a plain Node, hands over to a sender that runs nothing of it', async () => {
    const file = await bundle()
    machine = proofMachine(tool)
    await twoDays(process.execPath, [file], {}, ['2028-01-01', '2028-01-02'])
    expect(started()).toEqual(['on', 'count'])
  })
})

describe('the first process of a container', () => {
  const isolated = hasProgram('unshare') && process.getuid?.() === 0
  it.runIf(isolated)('sends by itself, bounded, and leaves nobody behind', async () => {
    const file = await bundle()
    machine = proofMachine(tool)
    const program = `unshare --pid --fork ${process.execPath}`
    await twoDays(program, [file])
    // Nothing that answers holds it up for longer than it takes.
    recorder.answer = () => undefined
    const ended = await machine.shell(`exec timeout 20 ${program} ${file} count`, at('2028-01-09'))
    expect(ended.code).toBe(0)
    expect(machine.names()).not.toContain('job.json')
  })

  it('on a serverless platform does the same', async () => {
    const file = await bundle()
    machine = proofMachine(tool)
    await twoDays(process.execPath, [file], { AWS_LAMBDA_FUNCTION_NAME: 'f' })
    expect(machine.names()).not.toContain('job.json')
  })
})

describe('a tool that inherits', () => {
  it('keeps what it counts and sends nothing: the tool that started it does', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2028-01-01'), 'on', 'count', 'exit')
    await machine.run(at('2028-01-02', { TRACK_WAY: 'inherit' }), 'count', 'exit')
    await machine.run(at('2028-01-03', { TRACK_WAY: 'inherit' }), 'count')
    await machine.quiet()
    expect([recorder.requests.length, machine.names().includes('job.json')]).toEqual([0, false])
    await machine.run(at('2028-01-03'), 'count', 'exit')
    await until(
      'both days',
      () => countOf(recorder.stored(), '2028-01-01') + countOf(recorder.stored(), '2028-01-02') === 2,
    )
  })
})

describe('clocks', () => {
  it.each([
    ['ten years ahead', '2038-03-01'],
    ['ten years back', '2018-03-01'],
    ['before there were any', '1969-12-31'],
    ['beyond what dates can say', '9999-12-31'],
  ])('that go %s and come back: the tool is as ever, and the days that are true arrive once', async (_, wrong) => {
    machine = proofMachine(tool)
    const silent = { code: 0, signal: null, stdout: '', stderr: '' }
    expect(await machine.run(at('2028-03-01'), 'on', 'count', 'exit')).toEqual(silent)
    expect(await machine.run(at(wrong), 'count', 'exit')).toEqual(silent)
    expect(await machine.run(at(wrong), 'count')).toEqual(silent)
    await machine.quiet()
    machine.rest()
    for (const day of ['2028-03-02', '2028-03-03', '2028-03-04']) {
      expect(await machine.run(at(day), 'count', 'exit')).toEqual(silent)
      await machine.quiet()
      machine.rest()
    }
    const counts = ['2028-03-02', '2028-03-03'].map((day) => countOf(recorder.stored(), day))
    expect(counts).toEqual([1, 1])
    // The day before the clock went wrong: what waited for ten years was given up, and else it arrived.
    expect(countOf(recorder.stored(), '2028-03-01')).toBeLessThanOrEqual(1)
  })

  it('that pass midnight while a process runs: each day has its own', async () => {
    machine = proofMachine(tool)
    await machine.run(
      at('2028-03-01'),
      'on',
      'count',
      'day:2028-03-02T00.00.01Z',
      'count',
      'count',
      'day:2028-03-03T00.00.00Z',
      'count',
      'exit',
    )
    await machine.quiet()
    await machine.run(at('2028-03-04'), 'flush:3000', 'exit')
    expect(['2028-03-01', '2028-03-02', '2028-03-03'].map((day) => countOf(recorder.stored(), day))).toEqual([1, 2, 1])
  })
})

describe('a process that lives', () => {
  it(
    'hands over what is finished while it runs, after a minute, and its timers keep nothing alive',
    { timeout: 120_000 },
    async () => {
      // Its long timers come after a twentieth of their time: what is seen is that they come, from a process that does nothing else.
      const hook = join(tool.folder, 'soon.cjs')
      writeFileSync(
        hook,
        'const real = setTimeout; globalThis.setTimeout = (act, ms, ...rest) => real(act, ms < 30000 ? ms : ms / 20, ...rest)',
      )
      machine = proofMachine(tool)
      await machine.run(at('2028-04-01'), 'on', 'count', 'exit')
      const child = machine.start(
        at('2028-04-02', { NODE_OPTIONS: `--require=${hook}` }),
        'count',
        'say:up',
        'hear',
        'exit',
      )
      await lineOf(child, 'up')
      await until('the hand-over', () => countOf(recorder.stored(), '2028-04-01') === 1, 90_000)
      const ended = endOf(child)
      child.stdin?.write('on\n')
      expect((await ended).code).toBe(0)
    },
  )

  it('that only counted ends when its host has nothing left to do', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2028-04-01'), 'on', 'count', 'exit')
    for (const way of ['idle', 'detached', 'inherit', 'await']) {
      const begun = performance.now()
      expect(
        (await machine.run(at('2028-04-01', { TRACK_WAY: way, TRACK_SOURCE: 'api' }), 'count', 'serve')).code,
      ).toBe(0)
      // Far from the ten seconds and the minute of its timers; how fast is a matter for the bench.
      expect(performance.now() - begun).toBeLessThan(9_000)
    }
  })
})
