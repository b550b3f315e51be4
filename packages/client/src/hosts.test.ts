import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installClient, type InstalledClient } from './fixtures/installed-client.ts'
import { createMachine, until, type Machine } from './fixtures/machine.ts'
import { startRecorder, type Recorder } from './fixtures/recorder.ts'

let client: InstalledClient
let recorder: Recorder
let machine: Machine

beforeAll(async () => {
  client = await installClient()
  recorder = await startRecorder()
})
afterAll(async () => {
  await recorder.close()
  client.remove()
})
afterEach(() => machine.remove())

const at = (day: string): { [name: string]: string } => ({
  TINY_ENDPOINT: recorder.url,
  TINY_NOW: `${day}T10:00:00Z`,
  TINY_SHOW_ERRORS: '1',
})

/** Two days of a tool, and what of the first has arrived. */
async function twoDays(year: number): Promise<number | undefined> {
  const first = `${year}-01-01`
  for (const steps of [['on'], ['count:2', 'exit:0'], ['count:3']])
    expect(await machine.run(at(first), ...steps)).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect(await machine.run(at(`${year}-01-02`), 'count:1')).toMatchObject({ code: 0, stdout: '', stderr: '' })
  const batch = await until('the batch', () => recorder.stored().find(({ day }) => day === first))
  return batch.events.find(({ name }) => name === 'command.completed')?.count
}

/** A program that is written for one test, beside the installed client. */
function program(name: string, text: string): string {
  const file = join(client.folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

const declared = `{ name: 'tinytool', version: '1.2.0', title: 'T', description: '', owners: [], consent: { preset: 'opt-in' }, sources: ['cli'],
  presence: false, fields: { command: { kind: 'choice', doc: '', values: ['build'] } },
  events: { used: { kind: 'rollup', what: '', why: '', readBy: [], by: ['command'] } } }`

describe('the client in its hosts', () => {
  it('is loaded by require as by import', async () => {
    machine = createMachine([process.execPath, client.commonJsTool])
    expect(await twoDays(2031)).toBe(5)
  })

  it.each(['esm', 'cjs'] as const)('works in a tool that was bundled into one file (%s)', async (format) => {
    const bundle = await rolldown({
      input: client.tool,
      platform: 'node',
      resolve: { conditionNames: ['node', 'import'] },
    })
    const file = `bundled.${format === 'esm' ? 'mjs' : 'cjs'}`
    const wrap = format === 'esm' ? {} : { codeSplitting: false }
    // CommonJS has no await at its top, so the tool's steps are given one.
    const outDir = join(client.folder, `bundled-${format}`)
    if (format === 'esm') await bundle.write({ dir: outDir, format, entryFileNames: file, codeSplitting: false })
    else {
      const cjs = await rolldown({
        input: client.commonJsTool,
        platform: 'node',
        resolve: { conditionNames: ['node', 'require'] },
      })
      await cjs.write({ dir: outDir, format, entryFileNames: file, ...wrap })
      await cjs.close()
    }
    await bundle.close()
    // Nothing lies beside it: everything is in the one file.
    expect(readdirSync(outDir)).toEqual([file])
    machine = createMachine([process.execPath, join(outDir, file)])
    expect(await twoDays(format === 'esm' ? 2032 : 2033)).toBe(5)
  })

  it('has one exit listener and one of each signal for ten instances, none where it is off or has counted nothing', async () => {
    const file = program(
      'ten.mjs',
      `import { createTelemetry } from '@plainsight/client/node'
      const contract = ${declared}
      const listeners = () => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name)).join()
      const off = createTelemetry(contract, { endpoint: 'http://127.0.0.1:1', enabled: false })
      off.record('used', { command: 'build' })
      const all = Array.from({ length: 10 }, () => createTelemetry(contract, { endpoint: 'http://127.0.0.1:1', env: { ...process.env, TINYTOOL_TELEMETRY: '1' } }))
      const before = listeners()
      for (const telemetry of all) telemetry.record('used', { command: 'build' })
      console.log(before, listeners())`,
    )
    machine = createMachine([process.execPath, file])
    const { stdout } = await machine.run({})
    expect(stdout).toBe('0,0,0,0 1,1,1,1\n')
    const counts = machine.lines('pending.jsonl').filter(({ t }) => t === 'c')
    expect(counts.map(({ n }) => n)).toEqual(Array.from({ length: 10 }, () => 1))
  })

  it('counts in worker threads, and leaves their results alone', async () => {
    const file = program(
      'workers.mjs',
      `import { Worker, isMainThread, parentPort } from 'node:worker_threads'
      import { createTelemetry } from '@plainsight/client/node'
      const contract = ${declared}
      const telemetry = createTelemetry(contract, { endpoint: 'http://127.0.0.1:1' })
      telemetry.record('used', { command: 'build' })
      if (isMainThread) {
        const results = await Promise.all(Array.from({ length: 3 }, () => new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url))
          let message
          worker.on('message', (told) => (message = told))
          worker.on('error', reject)
          worker.on('exit', (code) => resolve([message, code]))
        })))
        console.log(JSON.stringify(results))
      } else parentPort.postMessage(42)`,
    )
    machine = createMachine([process.execPath, file])
    const { stdout, code } = await machine.run({ TINYTOOL_TELEMETRY: '1' })
    expect([stdout, code]).toEqual(['[[42,0],[42,0],[42,0]]\n', 0])
    const counts = machine.lines('pending.jsonl').filter(({ t }) => t === 'c')
    expect(counts).toHaveLength(4)
  })

  it('does without a home, a working folder or a disk that can be written', async () => {
    const file = program(
      'homeless.mjs',
      `import { createTelemetry } from '@plainsight/client/node'
      import { mkdtempSync, rmdirSync } from 'node:fs'
      if (process.argv[2] === 'nowhere') {
        const gone = mkdtempSync('gone-')
        process.chdir(gone)
        rmdirSync('../' + gone)
      }
      const telemetry = createTelemetry(${declared}, { endpoint: 'http://127.0.0.1:1' })
      telemetry.record('used', { command: 'build' })
      console.log(telemetry.status().state, telemetry.setConsent('on').stored, (await telemetry.flush({ timeoutMs: 50 })).taken)`,
    )
    machine = createMachine([process.execPath, file])
    for (const [env, step] of [
      [{ HOME: '/proc/none' }, 'somewhere'],
      [{ HOME: '' }, 'somewhere'],
      [{ TINYTOOL_TELEMETRY_DIR: '/dev/null/x' }, 'somewhere'],
      [{}, 'nowhere'],
    ] as const) {
      const { code, stderr } = await machine.run({ TINYTOOL_TELEMETRY: '1', ...env }, step)
      expect([code, stderr]).toEqual([0, ''])
    }
  })

  it('is off and answers every call where the file that records was left behind', async () => {
    const file = program(
      'left-behind/tool.cjs',
      `const { createTelemetry } = require('./node.cjs')
      const telemetry = createTelemetry(${declared.replace('opt-in', 'notice')}, { endpoint: 'http://127.0.0.1:1' })
      telemetry.record('used', { command: 'build' })
      telemetry.counter('used', { command: 'build' }).add()
      const span = telemetry.span('used')
      span.annotate({ command: 'build' })
      span.end()
      for (const call of ['identify', 'setContext', 'keepQuiet', 'noNotice']) telemetry[call]({})
      telemetry.addSink({})()
      const { state, decider, contract } = telemetry.status()
      const told = [state, decider, contract.name, telemetry.setConsent('on').stored, telemetry.operation(), telemetry.receipts(), telemetry.preview()]
      Promise.all([telemetry.flush(), telemetry.close(), telemetry.reportError(new Error('x')), telemetry.command('status')]).then((all) =>
        setTimeout(() => console.log(JSON.stringify([...told, ...all])), 20))`,
    )
    cpSync(join(client.folder, 'node_modules/@plainsight/client/dist/node.cjs'), join(file, '..', 'node.cjs'))
    machine = createMachine([process.execPath, file])
    const { code, stdout, stderr } = await machine.run({ TINYTOOL_TELEMETRY: '1' })
    expect([code, stderr]).toEqual([0, ''])
    const told: unknown[] = ['off', 'no-destination', 'tinytool', false, '', [], { batches: [], unfinished: [] }]
    expect(JSON.parse(stdout)).toEqual(told.concat({ taken: 0, dropped: 0, left: 0 }, null, null, 3))
  })

  it.each([
    // Heard by the one listener of the end that there is from the start, because a notice may be due.
    ['first while it ends', '', ''],
    [
      'after it removed itself',
      `require('node:fs').rmSync(require.resolve('./node-recorder.cjs'))`,
      `setTimeout(() => { remove(); used() }, 20)`,
    ],
  ])('counts what a process records %s', async (name, remove, act) => {
    const file = program(
      `${name.replaceAll(' ', '-')}/tool.cjs`,
      `const { createTelemetry } = require('./node.cjs')
      process.on('exit', () => ${act === '' ? 'used()' : '0'})
      const telemetry = createTelemetry(${declared.replace('opt-in', act === '' ? 'notice' : 'opt-in')}, { endpoint: 'http://127.0.0.1:1' })
      const remove = () => { ${remove} }
      const used = () => telemetry.record('used', { command: 'build' })
      ${act}`,
    )
    const dist = join(client.folder, 'node_modules/@plainsight/client/dist')
    for (const each of readdirSync(dist)) if (each.endsWith('.cjs')) cpSync(join(dist, each), join(file, '..', each))
    machine = createMachine([process.execPath, file])
    const { code, stderr } = await machine.run({ TINYTOOL_TELEMETRY: '1' })
    expect([code, stderr]).toEqual([0, ''])
    expect(machine.lines('pending.jsonl').filter(({ t }) => t === 'c')).toHaveLength(1)
  })

  it('ends a process that has several copies of it with everything written', async () => {
    const file = program(
      'copies.mjs',
      `import { createTelemetry } from '@plainsight/client/node'
      import { createRequire } from 'node:module'
      const other = createRequire(import.meta.url)('@plainsight/client/node').createTelemetry
      for (const create of [createTelemetry, other])
        create(${declared}, { endpoint: 'http://127.0.0.1:1' }).record('used', { command: 'build' })
      process.exit(process.listenerCount('exit') === 1 ? 0 : 1)`,
    )
    machine = createMachine([process.execPath, file])
    expect((await machine.run({ TINYTOOL_TELEMETRY: '1' })).code).toBe(0)
    expect(machine.lines('pending.jsonl').filter(({ t }) => t === 'c')).toHaveLength(2)
    expect(existsSync(machine.state)).toBe(true)
  })
})
