import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPlainsight, startPlainsight, type Started } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

let folder: string
let server: Started
let digest: string
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-serve-'))
  writeFileSync(join(folder, 'sample.telemetry.ts'), sampleContract())
  await runPlainsight(folder, ['generate'])
  digest = (JSON.parse(readFileSync(join(folder, 'sample.telemetry.lock.json'), 'utf8')) as { digest: string }).digest
  server = await startPlainsight(folder, ['serve', '--contracts', '.', '--data', 'data', '--port', '0'])
})

afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A batch of one counter, as a machine would send it. */
async function send(machine: number, command: string, count: number): Promise<unknown> {
  const body = JSON.stringify({
    v: 1,
    batch: `00000000-0000-8000-8000-${String(machine).padStart(12, '0')}`,
    contract: 'sample',
    version: '1.0.0',
    digest: digest.slice(0, 16),
    source: 'cli',
    day,
    context: { os: 'linux' },
    events: [
      {
        name: 'command.completed',
        by: { command },
        count,
        measure: { duration: { sum: count * 8, hist: { 11: count } } },
      },
    ],
  })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/v1/batches`, { method: 'POST', body, headers })
  return { status: response.status, body: await response.json() }
}

const ask = (...args: string[]): ReturnType<typeof runPlainsight> =>
  runPlainsight(folder, ['ask', ...args, '--url', server.url])
const breakdown = ['breakdown', '--contract', 'sample', '--event', 'command.completed', '--by', 'command']

async function untilStored(rows: number): Promise<string[]> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const lines = (await runPlainsight(folder, ['export', '--raw', '--data', 'data'])).out.split('\n').filter(Boolean)
    if (lines.length >= rows || Date.now() > deadline) return lines
  }
}

describe('a collector that is asked from the terminal', () => {
  it('says where it listens, takes batches, and gives back each row once', async () => {
    expect(server.out()).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n/)
    for (let machine = 1; machine <= 6; machine++)
      expect(await send(machine, 'list', 2)).toEqual({ status: 200, body: { accepted: 1, rejected: [], drift: 0 } })
    await send(6, 'list', 2)
    const rows = (await untilStored(6)).map((line) => JSON.parse(line) as { [column: string]: unknown })
    expect(rows).toHaveLength(6)
    expect(rows[0]).toMatchObject({ contract: 'sample', event: 'command.completed', day, f_command: 'list', count: 2 })
  })

  it('answers questions as a table and as JSON, and hides what is about too few machines', async () => {
    await send(7, 'build', 1)
    await untilStored(7)
    const json = JSON.parse((await ask(...breakdown, '--json')).out) as { rows: object[]; question: string }
    expect(json.question).toBe('breakdown')
    const table = await ask(...breakdown)
    expect(table.code).toBe(0)
    expect(table.out).not.toContain('build')
    expect(table.out).toMatch(/machines/)
  })

  it('lists the questions, and says in one sentence what is wrong with one', async () => {
    const list = await ask()
    expect(list.out).toMatch(/^active-machines +\S/m)
    for (const args of [
      ['nonsense', '--contract', 'sample'],
      ['breakdown'],
      ['breakdown', '--contract', 'nobody'],
      [...breakdown, '--from', 'yesterday'],
    ]) {
      const { code, err } = await ask(...args)
      expect({ args, code }).toEqual({ args, code: 2 })
      expect(err.trim().split('\n')).toHaveLength(1)
    }
  })

  it('ends with 3 when nobody answers', async () => {
    const { code, err } = await runPlainsight(folder, ['ask', '--url', 'http://127.0.0.1:9'])
    expect(code).toBe(3)
    expect(err).toContain('No collector answers')
  })

  it('refuses a second server on the folder, ends on SIGTERM with 0, and its folder can then be asked', async () => {
    const second = await runPlainsight(folder, ['serve', '--contracts', '.', '--data', 'data', '--port', '0'])
    expect(second.code).toBe(3)
    expect(second.err.trim().split('\n')).toHaveLength(1)
    expect(await server.stop()).toBe(0)
    const rows = (await runPlainsight(folder, ['export', '--raw', '--data', 'data', '--from', day])).out
    expect(rows.trim().split('\n')).toHaveLength(7)
    const asked = await runPlainsight(folder, ['ask', ...breakdown, '--data', 'data'])
    expect(asked.code).toBe(0)
    expect(asked.out).toMatch(/machines/)
  })

  it('says what is wrong before it starts', async () => {
    writeFileSync(join(folder, 'limits.json'), '{"records":"many"}')
    for (const [args, code] of [
      [['serve', '--contracts', '.'], 2],
      [['serve', '--contracts', 'missing', '--data', 'other'], 3],
      [['serve', '--contracts', '.', '--data', 'other', '--port', '99999'], 2],
      [['serve', '--contracts', '.', '--data', 'other', '--limits', 'limits.json'], 2],
      [['export', '--data', 'data'], 2],
      [['export', '--raw', '--data', 'missing'], 3],
      [['export', '--raw', '--data', 'data', '--from', '2026-13-01'], 2],
      [['ask', '--data', 'missing'], 2],
    ] as const) {
      const ran = await runPlainsight(folder, args)
      expect({ args, code: ran.code }).toEqual({ args, code })
      expect(ran.err.trim().split('\n')).toHaveLength(1)
    }
  })

  it.each(['serve', 'ask', 'export'])('%s --help has an example', async (command) => {
    expect((await runPlainsight(folder, [command, '--help'])).out).toMatch(/Example:\n {2}plainsight/)
  })
})
