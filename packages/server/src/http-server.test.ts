import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ limits: { bodyMs: 300 }, headMs: 400 })
})
afterAll(() => server.remove())

const post = (...headers: string[]): string =>
  ['POST /v1/batches HTTP/1.1', 'host: localhost', 'content-type: application/json', ...headers, '', ''].join('\r\n')
const status = (answer: string): string => answer.split(' ')[1] ?? answer
const body = (answer: string): { error?: string; message?: string } =>
  JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { error?: string; message?: string }

const broken: [what: string, status: string, error: string, parts: () => (string | Uint8Array)[]][] = [
  ['what is no HTTP', '400', 'malformed', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n']],
  ['a negative length', '400', 'malformed', () => [post('content-length: -5')]],
  ['two lengths that differ', '400', 'malformed', () => [post('content-length: 5', 'content-length: 6')]],
  ['a length and chunks', '400', 'malformed', () => [post('content-length: 5', 'transfer-encoding: chunked')]],
  ['a head of 20 kB', '431', 'too-large', () => [post(`x: ${'y'.repeat(20_000)}`)]],
  ['chunks', '411', 'no-length', () => [post('transfer-encoding: chunked'), '2;ext=1\r\n{}\r\n0\r\n\r\n']],
  ['no length', '411', 'no-length', () => [post()]],
  ['a body that does not come', '408', 'stalled', () => [post('content-length: 50'), '{']],
  ['a head that does not come', '408', 'stalled', () => ['POST /v1/batches HTTP/1.1\r\nhost: loc']],
  ['a hundred megabytes', '413', 'too-large', () => [post('content-length: 100000000'), Buffer.alloc(800_000)]],
  [
    'a hundred megabytes without an end',
    '413',
    'too-large',
    () => [post('content-length: 100000000'), Buffer.alloc(4_000_000)],
  ],
  [
    'a gigabyte, asked about first',
    '413',
    'too-large',
    () => [post('content-length: 1000000000', 'expect: 100-continue')],
  ],
  [
    'another type with a body',
    '415',
    'wrong-type',
    () => [post('content-length: 9').replace('application/json', 'a/b'), '{"a":"b"}'],
  ],
]

describe('requests as bytes on a connection', () => {
  it.each(broken)('%s: %s %s', async (_what, expected, error, parts) => {
    const answer = await server.raw(parts(), /\}$/)
    expect(status(answer)).toBe(expected)
    expect(body(answer)).toEqual({ error, message: expect.stringMatching(/^\S.{8,120}\.$/) })
    expect(server.collector.health().inbox.batches).toBe(0)
  })

  it('a good batch, twice on one connection', async () => {
    const batches = [server.batch(), server.batch()]
    const requests = batches.map((text) => post(`content-length: ${text.length}`) + text)
    const answer = await server.raw(requests, /accepted[^]*accepted.*\}/)
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    await server.collector.drain()
  })

  it('a batch whose sender asks first', async () => {
    const text = server.batch()
    const answer = await server.raw([post(`content-length: ${text.length}`, 'expect: 100-continue'), text], /accepted/)
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    await server.collector.drain()
  })

  it('HEAD is answered with the head of GET alone', async () => {
    const got = await fetch(`${server.url}/`)
    const text = await got.text()
    const answer = await server.raw(['HEAD / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'])
    expect(answer).toContain(`content-length: ${Buffer.byteLength(text)}`)
    expect(answer.slice(answer.indexOf('\r\n\r\n'))).toBe('\r\n\r\n')
  })

  it('a query and an absolute address do not change the path', async () => {
    expect((await fetch(`${server.url}/healthz?x=/v1/batches`)).status).toBe(200)
    const answer = await server.raw([
      'GET http://elsewhere/healthz HTTP/1.1\r\nhost: elsewhere\r\nconnection: close\r\n\r\n',
    ])
    expect(status(answer)).toBe('200')
  })
})

describe('many slow senders', () => {
  it('hold up nobody and are let go', async () => {
    const slow = Array.from({ length: 200 }, () => server.raw([post('content-length: 60000'), '{'], /\}$/))
    const got = await fetch(`${server.url}/v1/batches`, {
      method: 'POST',
      body: server.batch(),
      headers: { 'content-type': 'application/json' },
    })
    expect(got.status).toBe(200)
    const statuses = new Set((await Promise.all(slow)).map(status))
    expect([...statuses]).toEqual(['408'])
  })
})
