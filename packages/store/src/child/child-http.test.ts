// The child as the real client sees it, and as somebody sees it who speaks HTTP without one.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request as send, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ClickHouseError } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childClients, type ChildClients } from '../child-clients.ts'
import { startChild, type RunningChild } from '../start-child.ts'
import { CHILD, suiteOrder } from '../suite-order.ts'
import type { Role } from './start-order.ts'

const order = suiteOrder({ questionSeconds: 2, questionBytes: 300_000_000 })
let child: RunningChild
let door: ChildClients

beforeAll(async () => {
  const started = await startChild(CHILD, order)
  if (started.kind === 'failed') throw new Error(started.why)
  child = started
  door = childClients(order)
  await door.clients.writer.command({
    query:
      'CREATE TABLE IF NOT EXISTS t (n UInt32, s String) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 10',
  })
})

afterAll(async () => {
  door.destroy()
  child.kill()
  await child.gone
  rmSync(order.folder, { recursive: true, force: true })
})

interface Heard {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

function speak(
  path: string,
  body: string | Uint8Array = '',
  headers: Record<string, string> = {},
  role: Role | 'nobody' = 'reader',
): Promise<Heard> {
  const auth = role === 'nobody' ? {} : { authorization: `Basic ${btoa(`${role}:${order.secrets[role]}`)}` }
  return new Promise((resolve, reject) => {
    const request = send(
      { socketPath: order.socket, path, method: 'POST', headers: { ...auth, ...headers } },
      (response) => {
        const pieces: Uint8Array[] = []
        response.on('data', (piece: Uint8Array) => pieces.push(piece))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

async function ask(query: string, params: { readonly [name: string]: unknown } = {}): Promise<unknown[]> {
  return (await door.clients.reader.query({ query, format: 'JSONEachRow', query_params: { ...params } })).json()
}

async function refusal(work: Promise<unknown>): Promise<ClickHouseError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(ClickHouseError)
  return thrown as ClickHouseError
}

describe('the real client', () => {
  test('pings, binds, and gets its rows', async () => {
    expect(await door.clients.reader.ping()).toEqual({ success: true })
    expect(
      await ask('SELECT {n:UInt32} + 1 AS m, {list:Array(String)} AS list', { n: 41, list: ["a'b", 'c'] }),
    ).toEqual([{ m: 42, list: ["a'b", 'c'] }])
  })

  test('reads errors as it reads those of a server', async () => {
    expect(await refusal(ask('SELECT nothing FROM nowhere'))).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
    expect(await refusal(ask('SELECT (1'))).toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
    expect(await refusal(ask('SELECT {absent:String}'))).toMatchObject({ code: '456' })
  })

  test('forty at once each get their own answer', async () => {
    const asked = Array.from({ length: 40 }, (_, n) =>
      ask('SELECT {n:UInt32} AS n, {s:String} AS s, sum(number) AS x FROM numbers(100000)', { n, s: `value ${n}` }),
    )
    expect(await Promise.all(asked)).toEqual(
      Array.from({ length: 40 }, (_, n) => [{ n, s: `value ${n}`, x: 4_999_950_000 }]),
    )
  })

  test('a question does not see the parameters of the one before', async () => {
    for (let i = 0; i < 8; i++) await ask('SELECT {secret:String} AS s', { secret: 'x' })
    for (let i = 0; i < 8; i++)
      expect(await refusal(ask('SELECT {secret:String} AS s', {}))).toMatchObject({ code: '456' })
  })

  test.each([
    "'; DROP TABLE t; --",
    "\\'; DROP TABLE t; --",
    "x' UNION ALL SELECT 'y",
    'back\\slash, tab\t, line\nfeed, return\r',
    '{n:UInt32}',
    '\\N',
    "', param_b = 'y",
    '😀 é',
    '',
  ])('a value is a value, whatever it looks like: %j', async (value) => {
    expect(await ask('SELECT {v:String} AS v, length({v:String}) AS n', { v: value })).toEqual([
      { v: value, n: Buffer.byteLength(value) },
    ])
    expect(await ask('SELECT count() AS n FROM t WHERE s = {v:String}', { v: value })).toEqual([{ n: 0 }])
  })

  test('an export that fails half way ends in an error, not in fewer rows', async () => {
    const answer = await door.clients.exporter.query({
      query: 'SELECT throwIf(number = 3000000) AS e, number FROM numbers(10000000)',
      format: 'JSONEachRow',
    })
    let rows = 0
    const read = async (): Promise<void> => {
      for await (const piece of answer.stream()) rows += piece.length
    }
    await expect(read()).rejects.toThrow('throwIf')
    expect(rows).toBeGreaterThan(0)
  })

  test('an export that is left alone half way frees its session', async () => {
    for (let i = 0; i < 3; i++) {
      const answer = await door.clients.exporter.query({
        query: 'SELECT number FROM numbers(100000000)',
        format: 'JSONEachRow',
      })
      for await (const piece of answer.stream()) if (piece.length > 0) break
      answer.close()
    }
    expect(await (await door.clients.exporter.query({ query: 'SELECT 1 AS x', format: 'JSONEachRow' })).json()).toEqual(
      [{ x: 1 }],
    )
  })
})

describe('limits of a question', () => {
  test('its time', async () => {
    expect(await refusal(ask('SELECT sum(sipHash64(number)) FROM numbers(1000000000000)'))).toMatchObject({
      code: '159',
      type: 'TIMEOUT_EXCEEDED',
    })
    expect(await ask('SELECT 1 AS x')).toEqual([{ x: 1 }])
  })

  test('its memory', async () => {
    expect(await refusal(ask('SELECT arraySort(x -> sipHash64(x), range(100000000))[1] AS x'))).toMatchObject({
      code: '241',
    })
  })

  test('the size of its answer', async () => {
    expect(await refusal(ask('SELECT number FROM numbers(100001)'))).toMatchObject({ code: '396' })
  })

  test('none of them can be moved from outside', async () => {
    const query = 'SELECT getSetting({s:String}) AS v'
    const raised = { max_execution_time: 1_000, max_memory_usage: '99999999999', readonly: '0' } as const
    const read = async (s: string): Promise<unknown> =>
      (
        await door.clients.reader.query({
          query,
          format: 'JSONEachRow',
          query_params: { s },
          clickhouse_settings: raised,
        })
      ).json()
    expect(await read('max_execution_time')).toEqual([{ v: 2 }])
    expect(await read('max_memory_usage')).toEqual([{ v: 300_000_000 }])
    expect(await read('readonly')).toEqual([{ v: 1 }])
    expect(await refusal(ask('SELECT 1 SETTINGS max_execution_time = 1000'))).toMatchObject({ code: '164' })
    expect((await speak('/?allow_introspection_functions=1', 'SELECT 1')).headers['x-clickhouse-exception-code']).toBe(
      '115',
    )
  })
})

describe('no way out of the store', () => {
  const outside = join(order.folder, 'outside.txt')
  const reads = join(order.folder, 'secret.txt')

  test.each([
    `SELECT 1 INTO OUTFILE '${outside}'`,
    `SELECT file('${reads}')`,
    `SELECT * FROM file('${reads}', 'LineAsString')`,
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    "SELECT * FROM s3('http://127.0.0.1:1/b/x', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1:9000', 'a', 'b')",
    "SELECT * FROM executable('id', 'TSV', 'a String')",
    "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
    'SELECT 1; SELECT 2',
    'SELECT 1; DROP TABLE t',
    'DROP TABLE t',
    "INSERT INTO t VALUES (1, 'x')",
    'CREATE TABLE u (n UInt8) ENGINE = Memory',
    'SET readonly = 0',
    'KILL QUERY WHERE 1',
    'SYSTEM SHUTDOWN',
    'SELECT * FROM system.processes',
  ])('for a reader: %s', async (query) => {
    writeFileSync(reads, 'a secret')
    expect((await refusal(ask(query))).message).not.toContain('a secret')
    expect(existsSync(outside)).toBe(false)
  })

  test.each([
    [`CREATE TABLE f (a String) ENGINE = File('TSV', '${outside}')`, '497'],
    ["CREATE TABLE f (a String) ENGINE = URL('http://127.0.0.1:1/', 'TSV')", '497'],
    [`CREATE TABLE f ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('${reads}', 'LineAsString')`, '497'],
    ['CREATE TABLE other.f (a String) ENGINE = MergeTree ORDER BY a', ''],
    ["SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", '497'],
    [`INSERT INTO FUNCTION file('${outside}', 'TSV', 'a String') VALUES ('a')`, '62'],
    [`BACKUP TABLE t TO File('${outside}')`, '62'],
    ['CREATE USER x', '62'],
    ['GRANT ALL ON *.* TO default', '62'],
    ['ALTER TABLE t DELETE WHERE 1; DROP TABLE t', '62'],
  ])('for the writer: %s', async (query, code) => {
    const error = await refusal(door.clients.writer.command({ query }))
    if (code !== '') expect(error.code).toBe(code)
    expect(existsSync(outside)).toBe(false)
  })

  test("the socket and the folder are their owner's alone", () => {
    expect(statSync(order.socket).mode & 0o777).toBe(0o600)
    for (const name of readdirSync(order.folder))
      if (name !== 'secret.txt')
        expect(`${name} ${(statSync(join(order.folder, name)).mode & 0o077).toString(8)}`).toBe(`${name} 0`)
  })
})

describe('HTTP without the client', () => {
  test('nobody is let in without the secret of their role', async () => {
    for (const [role, headers] of [
      ['nobody', {}],
      ['nobody', { authorization: `Basic ${btoa(`reader:${order.secrets.writer}`)}` }],
      ['nobody', { authorization: `Basic ${btoa('reader:')}` }],
      ['nobody', { authorization: 'Bearer x' }],
      ['nobody', { 'x-clickhouse-user': 'default' }],
    ] as const) {
      const heard = await speak('/', 'SELECT 1', headers, role)
      expect(heard.status).toBe(403)
      expect(heard.headers['x-clickhouse-exception-code']).toBe('516')
    }
  })

  test('a reader does not insert', async () => {
    const heard = await speak('/?query=INSERT%20INTO%20t%20FORMAT%20JSONEachRow', '{"n":1,"s":"x"}\n')
    expect(heard.status).toBe(400)
    expect(await ask('SELECT count() AS n FROM t')).toEqual([{ n: 0 }])
  })

  test('gzip, both ways', async () => {
    const lines = gzipSync('{"n":1,"s":"packed"}\n{"n":2,"s":"packed"}\n')
    const path = '/?query=INSERT%20INTO%20t%20(n,%20s)%20FORMAT%20JSONEachRow&insert_deduplication_token=packed'
    const inserted = await speak(path, lines, { 'content-encoding': 'gzip' }, 'writer')
    expect(inserted.status).toBe(200)
    expect(JSON.parse(String(inserted.headers['x-clickhouse-summary']))).toEqual({ written_rows: '2' })
    const heard = await speak('/?enable_http_compression=1', 'SELECT s FROM t ORDER BY n FORMAT JSONEachRow', {
      'accept-encoding': 'gzip',
    })
    expect(heard.headers['content-encoding']).toBe('gzip')
    expect(String(gunzipSync(heard.body))).toBe('{"s":"packed"}\n{"s":"packed"}\n')
    expect((await speak(path, 'not gzip', { 'content-encoding': 'gzip' }, 'writer')).status).toBe(413)
    expect((await speak(path, lines, { 'content-encoding': 'br' }, 'writer')).status).toBe(413)
  })

  test('only one format is spoken, and an empty query is none', async () => {
    expect((await speak('/', 'SELECT 1 FORMAT Native')).headers['x-clickhouse-exception-code']).toBe('73')
    expect((await speak('/', '  ')).headers['x-clickhouse-exception-code']).toBe('62')
  })

  test('a column that is not there fails an insert, and a value that is none does', async () => {
    const path = '/?query=INSERT%20INTO%20t%20FORMAT%20JSONEachRow&input_format_skip_unknown_fields=0'
    expect((await speak(path, '{"n":1,"nobody":1}\n', {}, 'writer')).headers['x-clickhouse-exception-code']).toBe('117')
    expect((await speak(path, '{"n":"x"}\n', {}, 'writer')).status).toBe(400)
  })
})
