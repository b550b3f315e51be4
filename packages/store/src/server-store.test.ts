// What a ClickHouse server is sent. It is played by a program that writes down what it hears; the same statements run for real in the
// embedded store's tests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openServerStore } from './server-store.ts'

interface Heard {
  readonly settings: URLSearchParams
  readonly sql: string
}

let stop = (): void => {}

afterEach(() => stop())

async function listen(
  heard: Heard[],
  answer: (sql: string) => { status: number; body: string } = () => ({ status: 200, body: '' }),
): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const settings = new URL(request.url ?? '/', 'http://x').searchParams
      const sql = settings.get('query') ?? body
      heard.push({ settings, sql })
      const said = answer(sql)
      response.writeHead(said.status).end(said.body)
    })
  })
  stop = () => {
    server.closeAllConnections()
    server.close()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://user:word@127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a question travels with its limits and without the right to write', async () => {
  const heard: Heard[] = []
  const url = await listen(heard, (sql) => ({ status: 200, body: sql.startsWith('SELECT') ? '{"x":1}\n' : '' }))
  const answer = await openServerStore({ url: `${url}/telemetry`, questionSeconds: 7, questionBytes: 1_000 })
  if (answer.kind === 'refused') throw new Error(answer.why)
  expect(heard[0]?.sql).toBe('CREATE DATABASE IF NOT EXISTS `telemetry` ENGINE = Atomic')
  expect(await answer.store.ask({ sql: 'SELECT {x:UInt8} AS x', params: { x: 1 } })).toEqual({
    kind: 'rows',
    rows: [{ x: 1 }],
  })
  const asked = heard.at(-1)?.settings
  expect(asked?.get('readonly')).toBe('1')
  expect(asked?.get('max_execution_time')).toBe('7')
  expect(asked?.get('max_memory_usage')).toBe('1000')
  expect(asked?.get('param_x')).toBe('1')
  expect(asked?.get('database')).toBe('telemetry')
  expect(await answer.store.ask({ sql: 'SELECT 1; DROP TABLE x' })).toMatchObject({ kind: 'refused' })
  expect(heard.length).toBe(2)
  await answer.store.close()
})

test('a block is sent with its token, and never as an insert that is answered before it is stored', async () => {
  const heard: Heard[] = []
  const url = await listen(heard)
  const answer = await openServerStore({ url, topology: 'cluster' })
  if (answer.kind === 'refused') throw new Error(answer.why)
  const block = { contract: 'acme', token: 'a-token', parts: [{ table: 'events_acme', rows: 1, body: '{}\n' }] }
  expect(await answer.store.insertBlock(block)).toEqual({ kind: 'stored' })
  expect(heard.at(-1)?.sql).toBe('INSERT INTO `events_acme_local` FORMAT JSONEachRow')
  expect(heard.at(-1)?.settings.get('insert_deduplication_token')).toBe('a-token')
  expect(heard.at(-1)?.settings.get('async_insert')).toBe('0')
  await answer.store.close()
})

test.each([
  [500, 'Code: 242. DB::Exception: Table is in readonly mode. (TABLE_IS_READ_ONLY) (version 26)', 'unavailable'],
  [
    404,
    "Code: 60. DB::Exception: Table default.events_acme doesn't exist. (UNKNOWN_TABLE) (version 26)",
    'unavailable',
  ],
  [400, 'Code: 27. DB::Exception: Cannot parse input. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26)', 'rejected'],
  [502, '<html>Bad gateway</html>', 'unavailable'],
])('an insert that is answered %i is tried again unless its content is at fault', async (status, body, kind) => {
  const url = await listen([], (sql) => (sql.startsWith('INSERT') ? { status, body } : { status: 200, body: '' }))
  const answer = await openServerStore({ url })
  if (answer.kind === 'refused') throw new Error(answer.why)
  const block = { contract: 'acme', token: 'a-token', parts: [{ table: 'events_acme', rows: 1, body: '{}\n' }] }
  expect(await answer.store.insertBlock(block)).toMatchObject({ kind })
  await answer.store.close()
})

test.each(['nonsense', 'http://127.0.0.1:1/', 'http://127.0.0.1:1/a b'])(
  'an address that leads nowhere is one sentence: %s',
  async (url) => {
    const answer = await openServerStore({ url })
    expect(answer.kind).toBe('refused')
  },
)
