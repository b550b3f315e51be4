import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasTerminal } from '../tools/demo/play-run.ts'
import { acmeMachines, type AcmeMachines, type RunOptions } from './acme-machines.ts'
import { openRecordingEndpoint, type RecordingEndpoint } from './recording-endpoint.ts'

let machines: AcmeMachines
let endpoint: RecordingEndpoint

beforeAll(async () => {
  machines = acmeMachines()
  endpoint = await openRecordingEndpoint()
})

afterAll(async () => {
  await machines.remove()
  await endpoint.close()
})

/** Every file below a home but those of the person's own project. */
function filesOf(home: string): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/project'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const OFF: readonly (readonly [name: string, more: RunOptions & { readonly flag?: string }])[] = [
  ['donottrack', { env: { DO_NOT_TRACK: '1' } }],
  ['variable', { env: { ACME_TELEMETRY: '0' } }],
  ['variable-off', { env: { ACME_TELEMETRY: ' Off ' } }],
  ['disabled', { env: { ACME_TELEMETRY_DISABLED: 'true' } }],
  ['flag', { flag: '--no-telemetry' }],
  ['ci', { env: { CI: 'true' } }],
  ['test-runner', { env: { NODE_ENV: 'test' } }],
  ['every-on-beside', { env: { DO_NOT_TRACK: '1', ACME_TELEMETRY: '1' } }],
]

describe('off', () => {
  it.each(OFF)('%s: no file, and nothing arrives, also on the next days', async (name, more) => {
    const machine = machines.add(`off-${name}`, endpoint.url)
    const before = endpoint.requests.length
    for (const daysAgo of [3, 2, 1, 0]) {
      const args = ['list', ...(more.flag === undefined ? [] : [more.flag])]
      const { code, out, err } = await machine.run(daysAgo, args, more)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toContain('notes in')
    }
    const { files } = await machine.state()
    expect(files).toBeUndefined()
    expect(filesOf(machine.place.home)).toEqual([])
    expect(endpoint.requests.length).toBe(before)
  })

  it('by the project: nothing is kept for whoever works in it', async () => {
    const machine = machines.add('off-project', endpoint.url, 'off-project')
    const before = endpoint.requests.length
    for (const daysAgo of [2, 1]) await machine.run(daysAgo, ['list'], { env: { ACME_TELEMETRY: '1' } })
    expect((await machine.state()).files).toBeUndefined()
    expect(endpoint.requests.length).toBe(before)
  })

  it('by command, after it was on: what was counted and not yet sent is gone, and nothing more comes', async () => {
    const machine = machines.add('off-command', endpoint.url)
    await machine.run(3, ['telemetry', 'on'])
    await machine.run(3, ['list'])
    expect((await machine.state()).waiting).toBeGreaterThan(0)
    const before = endpoint.requests.length
    await machine.run(3, ['telemetry', 'off'])
    for (const daysAgo of [2, 1, 0]) await machine.run(daysAgo, ['list'], { env: { ACME_TELEMETRY: '1' } })
    expect((await machine.state()).files).toEqual(['settings.json'])
    expect(endpoint.requests.length).toBe(before)
  })
})

describe('undecided', () => {
  it('keeps nothing where nobody can read a notice', async () => {
    const machine = machines.add('nobody', endpoint.url)
    for (const daysAgo of [3, 2, 1, 0]) await machine.run(daysAgo, ['count'])
    expect((await machine.state()).files).toBeUndefined()
  })

  it.skipIf(!hasTerminal())('shows the notice at a terminal, keeps nothing for a day, and then counts', async () => {
    const machine = machines.add('reader', endpoint.url)
    const before = endpoint.requests.length
    const first = await machine.run(4, ['list'], { terminal: true })
    expect(first.out).toContain('acme telemetry off')
    expect(first.out).toContain('notes in')
    const settings = readFileSync(join(machine.place.state, 'settings.json'), 'utf8')
    expect((await machine.state()).files).toEqual(['settings.json'])
    const lock = readFileSync(join(import.meta.dirname, '../examples/node-cli/acme.telemetry.lock.json'), 'utf8')
    expect(settings).toContain((JSON.parse(lock) as { digest: string }).digest)
    // Once more on the same day: inside the grace period nothing is kept, however often it runs.
    const second = await machine.run(4, ['list'], { terminal: true })
    expect(second.out).not.toContain('acme telemetry off')
    expect((await machine.state()).files).toEqual(['settings.json'])
    await machine.run(2, ['list'], { terminal: true })
    await machine.run(2, ['count'], { terminal: true })
    expect((await machine.state()).waiting).toBeGreaterThan(0)
    expect(endpoint.requests.length).toBe(before)
    await machine.run(1, ['list'], { terminal: true })
    await machine.state()
    expect(endpoint.requests.length).toBeGreaterThan(before)
    expect(existsSync(join(machine.place.state, 'receipts.jsonl'))).toBe(true)
  })
})
