import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore, type Store } from '@plainsight/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exportRaw, type ExportRawOptions } from './export-raw.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
let store: Store
let events: string

beforeAll(async () => {
  // The store in the place where an export without a server looks for it.
  events = mkdtempSync(join(tmpdir(), 'export-'))
  const opened = await openEmbeddedStore({ folder: join(events, 'data', 'events'), durability: 'os' })
  if (opened.kind === 'refused') throw new Error(opened.why)
  store = opened.store
  server = await startTestServer({ store, dataDir: join(events, 'data') })
})
afterAll(async () => {
  await server.remove()
  await store.close()
  rmSync(events, { recursive: true, force: true })
})

async function lines(over: Partial<ExportRawOptions> = {}): Promise<{ readonly [column: string]: unknown }[]> {
  const exported = await exportRaw({ dataDir: join(events, 'data'), ...over })
  if (exported.kind === 'refused') throw new Error(exported.message)
  const parsed: { readonly [column: string]: unknown }[] = []
  for await (const line of exported.lines) parsed.push(JSON.parse(line) as { readonly [column: string]: unknown })
  return parsed
}

it('gives every stored row with all its columns, what waits in the inbox included, beside a running server and without one', async () => {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  for (const over of [{}, { day }])
    await fetch(`${server.url}/v1/batches`, {
      method: 'POST',
      body: server.batch(over),
      headers: { 'content-type': 'application/json' },
    })
  const running = await lines()
  expect(running).toHaveLength(2)
  expect(running[0]).toMatchObject({
    contract: 'acme',
    day,
    c_os: 'linux',
    f_command: 'build',
    count: 2,
    id: null,
    m_duration_hist: {},
  })
  expect(await lines({ from: day, to: day })).toEqual([running[0]])
  expect(await lines({ contract: 'other' })).toEqual([])
  const socket = statSync(join(events, 'data', 'server.sock'))
  expect(socket.mode & 0o777).toBe(0o600)

  await server.close()
  await store.close()
  expect(await lines()).toEqual(running)
  const audit = readFileSync(join(events, 'data', 'audit.jsonl'), 'utf8')
    .trim()
    .split('\n')
  expect(audit.map((line) => (JSON.parse(line) as { what: string }).what)).toEqual(Array(4).fill('export --raw'))
})

it('says when there is nothing to export', async () => {
  expect(await exportRaw({ dataDir: join(events, 'elsewhere') })).toMatchObject({ kind: 'refused' })
})
