import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleSource } from './bundle-door.ts'
import { doorsOf, readRoom } from './workspace.ts'

// What a start and an exit ask of the system, by its calls: the times of docs/benchmarks.md move with the machine, these do not.

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plainsight-start-')))
const state = join(folder, 'state', 'traced', 'telemetry')
const package_ = join(folder, 'node_modules', '@plainsight', 'client')
const canTrace = spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0
const inCi = !['', 'false', undefined].includes(process.env['CI'])

const BODY = `
const contract = defineContract({
  name: 'traced', version: '1.0.0', title: 'T', description: 'x', owners: ['a'], consent: { preset: 'opt-in' }, sources: ['cli'],
  context: ['os', 'productVersion'], presence: { by: 'os' },
  fields: { command: choice(['build'], 'x'), duration: duration('x') },
  events: { done: rollup({ what: 'x', why: 'x', readBy: ['chart:x'], by: ['command'], measure: ['duration'] }) },
})
const telemetry = createTelemetry(contract, { endpoint: 'http://127.0.0.1:9', productVersion: '1.2.3', clock: () => Date.UTC(2026, 10, 19, 10) })
if (process.argv[2] === 'record') telemetry.record('done', { command: 'build', duration: 5 })
process.exit(0)
`

beforeAll(async () => {
  mkdirSync(join(package_, 'dist'), { recursive: true })
  const client = readRoom('packages/client')
  for (const key of ['./node', './contract']) {
    const door = doorsOf(client).find((candidate) => candidate.key === key)!
    for (const format of ['esm', 'cjs'] as const)
      for (const chunk of await bundleSource(client, door.source, door.name, format))
        writeFileSync(join(package_, 'dist', chunk.fileName), chunk.code)
  }
  writeFileSync(join(package_, 'package.json'), readFileSync(join(client.path, 'package.json')))
  const names = [
    ['createTelemetry', 'node'],
    ['defineContract, rollup, choice, duration', 'contract'],
  ]
  const required = names.map(([what, door]) => `const { ${what} } = require('@plainsight/client/${door}')`)
  const imported = names.map(([what, door]) => `import { ${what} } from '@plainsight/client/${door}'`)
  writeFileSync(join(folder, 'tool.cjs'), required.join('\n') + BODY)
  writeFileSync(join(folder, 'tool.mjs'), imported.join('\n') + BODY)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

// What was measured, and may only fall.
const MOST_CALLS = 25
const MOST_LOOKS = 5

interface Asked {
  /** Files of the package that were opened, in their order. */
  readonly loaded: readonly string[]
  /** Calls about any other file that the client has to do with, each as `call name`. */
  readonly asked: readonly string[]
  readonly sockets: number
}

/** Runs a tool and tells what it asked of the system, beyond what finding modules asks. */
function trace(tool: string, env: { readonly [name: string]: string }, ...args: string[]): Asked {
  const log = join(folder, 'trace.log')
  const { status, stderr } = spawnSync(
    'strace',
    ['-f', '-qq', '-y', '-o', log, '-e', 'trace=%file,%desc,socket', process.execPath, tool, ...args],
    { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env } },
  )
  expect([status, stderr.toString()]).toEqual([0, ''])
  const loaded: string[] = []
  const asked: string[] = []
  let sockets = 0
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const call = /^\d+ +(\w+)\(/.exec(line)?.[1]
    if (call === undefined) continue
    if (call === 'socket') sockets++
    const door = new RegExp(`${package_}/dist/([^">]+)`).exec(line)?.[1]
    if (door !== undefined && door !== 'package.json' && call === 'openat') loaded.push(door)
    const [, file] = /(?:state|etc)\/traced\/([^">]+)|\/(\.traced\/[^">]+)/.exec(line) ?? []
    if (/(?:state|etc)\/traced\/|\.traced\//.test(line)) asked.push(`${call} ${(file ?? '.traced').split('/').at(-1)}`)
  }
  return { loaded, asked, sockets }
}

describe.skipIf(!canTrace && !inCi)('what a start asks of the system', () => {
  for (const [form, tool, doors, records] of [
    ['CommonJS', 'tool.cjs', ['node.cjs', 'contract.cjs'], ['node-recorder.cjs']],
    ['ESM', 'tool.mjs', ['contract.js', 'node.js'], []],
  ] as const) {
    it(`is two files where the environment says off, whatever is recorded (${form})`, () => {
      const { loaded, asked, sockets } = trace(tool, { DO_NOT_TRACK: '1', TRACED_TELEMETRY: '1' }, 'record')
      expect({ loaded: new Set(loaded), asked, sockets }).toEqual({ loaded: new Set(doors), asked: [], sockets: 0 })
    })

    it(`is the same two files where nothing is recorded, though it is on (${form})`, () => {
      const { loaded, asked, sockets } = trace(tool, { TRACED_TELEMETRY: '1' })
      expect({ loaded: new Set(loaded), asked, sockets }).toEqual({ loaded: new Set(doors), asked: [], sockets: 0 })
    })

    it(`by a command that counts is three small files read and one written, on any day but the first (${form})`, () => {
      trace(tool, { TRACED_TELEMETRY: '1' }, 'record')
      writeFileSync(join(state, 'sender.json'), '{"day":"2026-11-19"}')
      const { loaded, asked, sockets } = trace(tool, { TRACED_TELEMETRY: '1' }, 'record')
      expect({ loaded: new Set(loaded), sockets }).toEqual({ loaded: new Set([...doors, ...records]), sockets: 0 })
      expect(asked.filter((call) => call.startsWith('openat'))).toEqual([
        'openat sender.json',
        'openat presence.json',
        'openat cache.json',
        'openat pending.jsonl',
      ])
      expect(asked.filter((call) => call.startsWith('write'))).toEqual(['write pending.jsonl'])
      // Looks, reads and closes besides.
      expect(asked.length).toBeLessThanOrEqual(MOST_CALLS)
      expect(asked.filter((call) => /settings|telemetry\.json/.test(call)).length).toBeLessThanOrEqual(MOST_LOOKS)
    })
  }
})
