import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runPlainsight, startPlainsight } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-dev-test-'))
  writeFileSync(join(folder, 'sample.telemetry.ts'), sampleContract())
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const batch = {
  v: 1,
  batch: '00000000-0000-8000-8000-000000000001',
  contract: 'sample',
  version: '1.0.0',
  digest: '0123456789abcdef',
  source: 'cli',
  day: '2026-11-19',
  context: { os: 'linux' },
  events: [{ name: 'command.completed', by: { command: '/home/anna/build' }, count: 1 }],
}

/** A program that counts without the client: one line of a spool, and the variables it was given. */
const TOOL = `
const fs = require('node:fs')
const { SAMPLE_TELEMETRY, SAMPLE_TELEMETRY_DIR: dir, SAMPLE_TELEMETRY_ENDPOINT } = process.env
fs.mkdirSync(dir, { recursive: true })
fs.writeFileSync(dir + '/pending.jsonl', [
  { t: 'x', x: 'a', v: '1.0.0', g: 'b', s: 'cli', c: { os: 'linux' } },
  { t: 'c', x: 'a', d: '2026-11-19', e: 'command.completed', b: { command: 'list' }, n: 1 },
].map((line) => JSON.stringify(line) + '\\n').join(''))
fs.writeFileSync('seen.json', JSON.stringify({ SAMPLE_TELEMETRY, dir, SAMPLE_TELEMETRY_ENDPOINT }))
process.exit(Number(process.argv[2] ?? 0))
`

describe('plainsight dev', () => {
  it('shows a batch that arrives, each value beside its rule, refused ones too', async () => {
    const desk = await startPlainsight(folder, ['dev'])
    try {
      const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(`${desk.url}/v1/batches`, { method: 'POST', body, headers })
      const plain = await post(JSON.stringify(batch))
      expect({ status: plain.status, body: await plain.json() }).toEqual({
        status: 200,
        body: { accepted: 0, rejected: [{ index: 0, reason: 'missing-field' }], drift: 0 },
      })
      expect(desk.out()).toContain('its digest is 0123456789abcdef')
      expect(desk.out()).toMatch(/✗ command +"\/home\/anna\/build" +not-on-list: .*one of `list`, `build`/)
      const packed = new Uint8Array(gzipSync(JSON.stringify(batch)))
      expect((await post(packed, { 'content-encoding': 'gzip' })).status).toBe(200)
      expect((await post(JSON.stringify({ ...batch, contract: 'other' }))).status).toBe(422)
      expect((await post('{')).status).toBe(400)
      expect((await post('x'.repeat(70_000))).status).toBe(413)
      expect((await post(new Uint8Array(gzipSync('0'.repeat(1e6))), { 'content-encoding': 'gzip' })).status).toBe(400)
      expect((await fetch(`${desk.url}/v1/batches`)).status).toBe(405)
      expect((await fetch(`${desk.url}/elsewhere`)).status).toBe(404)
      expect(desk.out()).toContain('for sample: SAMPLE_TELEMETRY=1 SAMPLE_TELEMETRY_ENDPOINT=')
    } finally {
      expect(await desk.stop('SIGINT')).toBe(0)
    }
  })

  it('runs a command with telemetry on in a folder of its own, and shows what it recorded', async () => {
    writeFileSync(join(folder, 'tool.cjs'), TOOL)
    const { code, out } = await runPlainsight(folder, ['dev', '--', process.execPath, 'tool.cjs'])
    expect(code).toBe(0)
    expect(out).toContain('sample recorded, for the batch of 2026-11-19:')
    expect(out).toMatch(/✓ command\.completed ×1\n +command +"list" +one of/)
    const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as { [name: string]: string }
    expect(seen.SAMPLE_TELEMETRY).toBe('1')
    expect(seen.SAMPLE_TELEMETRY_ENDPOINT).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(() => readdirSync(seen.dir!)).toThrow(/ENOENT/)
  })

  it('leaves standard output to a command that speaks over it', async () => {
    writeFileSync(
      join(folder, 'tool.cjs'),
      `${TOOL.replace('process.exit', 'console.log(\'{"jsonrpc":"2.0"}\');process.exit')}`,
    )
    for (const more of [[], ['--json']]) {
      const { code, out, err } = await runPlainsight(folder, [
        'dev',
        '--stderr',
        ...more,
        '--',
        process.execPath,
        'tool.cjs',
      ])
      expect({ code, out }).toEqual({ code: 0, out: '{"jsonrpc":"2.0"}\n' })
      expect(err).toContain('sample recorded, for the batch of 2026-11-19:')
    }
  })

  it('says when nothing was recorded, and ends as the command did', async () => {
    const silent = await runPlainsight(folder, ['dev', '--', process.execPath, '-e', ''])
    expect({ code: silent.code, said: silent.out.includes('nothing was recorded') }).toEqual({ code: 0, said: true })
    expect((await runPlainsight(folder, ['dev', '--', process.execPath, '-e', 'process.exit(7)'])).code).toBe(1)
    expect((await runPlainsight(folder, ['dev', '--', 'no-such-program'])).code).toBe(3)
  })

  it('holds what arrived against a coverage file when it is told to end', async () => {
    const covered = (count: number): string =>
      JSON.stringify({ events: { 'command.completed': { min: count, values: { command: ['list'] } } } })
    for (const [wanted, code] of [
      [3, 0],
      [4, 1],
    ] as const) {
      writeFileSync(join(folder, 'coverage.json'), covered(wanted))
      const desk = await startPlainsight(folder, ['dev', '--assert', 'coverage.json'])
      const events = [{ name: 'command.completed', by: { command: 'list' }, count: 3 }, ...batch.events]
      await fetch(`${desk.url}/v1/batches`, { method: 'POST', body: JSON.stringify({ ...batch, events }) })
      expect(await desk.stop('SIGINT')).toBe(code)
      expect(desk.out()).toContain(code === 0 ? 'Everything that was to be seen' : 'seen 3, wanted at least 4')
    }
  })

  it('refuses a contract that cannot be used, and a port that is taken', async () => {
    const desk = await startPlainsight(folder, ['dev'])
    const taken = await runPlainsight(folder, ['dev', '--port', new URL(desk.url).port])
    await desk.stop()
    expect({ code: taken.code, said: taken.err.includes('is taken') }).toEqual({ code: 3, said: true })
    writeFileSync(join(folder, 'sample.telemetry.ts'), 'export default {}')
    expect((await runPlainsight(folder, ['dev'])).code).toBe(1)
  })
})
