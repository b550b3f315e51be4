import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REFUSALS } from './answer.ts'
import { counter, startTestCollector, TEST_DAY, type SendOptions, type TestCollector } from './test-collector.ts'
import { testLock } from './test-contract.ts'

let test: TestCollector

beforeAll(async () => {
  test = await startTestCollector({
    contracts: [testLock(), testLock({ version: '1.1.0' }), testLock({ name: 'gone' })],
    stopped: ['gone'],
    grantOf: (token) =>
      token === 'good'
        ? { actor: 'service', service: true }
        : token === 'other'
          ? { actor: 'service', service: true, contracts: ['another'] }
          : undefined,
  })
})
afterAll(() => test.close())

const gz = (value: unknown): Buffer => gzipSync(JSON.stringify(value))
const gzipped = { headers: { 'content-encoding': 'gzip' } }

// What is sent, what is answered. The body is made when the test runs, so that it has the lock's digest.
const cases: [what: string, status: number, error: string | undefined, body: () => unknown, how?: SendOptions][] = [
  ['a batch', 200, undefined, () => test.batch()],
  ['a batch packed with gzip', 200, undefined, () => gz(test.batch()), gzipped],
  [
    'a beacon: text/plain with JSON',
    200,
    undefined,
    () => test.batch(),
    { headers: { 'content-type': 'text/plain;charset=UTF-8' } },
  ],
  [
    'JSON with its charset',
    200,
    undefined,
    () => test.batch(),
    { headers: { 'content-type': 'application/json; charset=utf-8' } },
  ],
  ['drift alone', 200, undefined, () => test.batch({ events: [], drift: [['command.completed', 'command', 'other']] })],
  ['an identity encoding', 200, undefined, () => test.batch(), { headers: { 'content-encoding': 'identity' } }],
  ['a known token', 200, undefined, () => test.batch(), { headers: { authorization: 'Bearer good' } }],

  ['no JSON', 400, 'malformed', () => '{"v":1,'],
  ['an empty body', 400, 'malformed', () => ''],
  ['a list', 400, 'malformed', () => []],
  ['null', 400, 'malformed', () => 'null'],
  ['no batch id', 400, 'malformed', () => test.batch({ batch: undefined })],
  ['a batch id that is none', 400, 'malformed', () => test.batch({ batch: '../etc' })],
  ['no contract', 400, 'malformed', () => test.batch({ contract: 7 })],
  ['no version', 400, 'malformed', () => test.batch({ version: null })],
  ['no digest', 400, 'malformed', () => test.batch({ digest: undefined })],
  ['no source', 400, 'malformed', () => test.batch({ source: undefined })],
  ['no day', 400, 'malformed', () => test.batch({ day: undefined })],
  ['a day that does not exist', 400, 'malformed', () => test.batch({ day: '2026-02-30' })],
  ['a day with a time', 400, 'malformed', () => test.batch({ day: `${TEST_DAY}T00` })],
  ['events that are no list', 400, 'malformed', () => test.batch({ events: {} })],
  ['drift that is no list', 400, 'malformed', () => test.batch({ drift: 'other' })],
  ['neither record nor drift', 400, 'malformed', () => test.batch({ events: [] })],
  ['broken gzip', 400, 'malformed', () => Buffer.from('not gzip'), gzipped],
  ['a length that is no number', 400, 'malformed', () => test.batch(), { headers: { 'content-length': '-5' } }],
  ['two lengths', 400, 'malformed', () => test.batch(), { headers: { 'content-length': '5, 6' } }],
  ['a length that is too small', 400, 'malformed', () => test.batch(), { headers: { 'content-length': '5' } }],
  ['a length that is too large', 400, 'malformed', () => test.batch(), { headers: { 'content-length': '60000' } }],

  ['an unknown token', 401, 'unknown-token', () => test.batch(), { headers: { authorization: 'Bearer bad' } }],
  ['another scheme', 401, 'unknown-token', () => test.batch(), { headers: { authorization: 'Basic Z29vZA==' } }],
  [
    'a token for another contract',
    403,
    'not-for-token',
    () => test.batch(),
    { headers: { authorization: 'Bearer other' } },
  ],
  ['an unknown path', 404, 'not-found', () => test.batch(), { path: '/v2/batches' }],
  ['a path with a slash too many', 404, 'not-found', () => test.batch(), { path: '/v1/batches/' }],
  ['an unknown contract page', 404, 'not-found', () => '', { method: 'GET', path: '/v1/contracts/other' }],
  ['GET where POST is', 405, 'wrong-method', () => '', { method: 'GET' }],
  ['DELETE', 405, 'wrong-method', () => '', { method: 'DELETE' }],
  ['POST where GET is', 405, 'wrong-method', () => test.batch(), { path: '/healthz' }],
  ['a stopped contract', 410, 'stopped', () => test.batch({ contract: 'gone' })],
  ['no length', 411, 'no-length', () => test.batch(), { headers: { 'content-length': undefined } }],
  ['a chunked body', 411, 'no-length', () => test.batch(), { headers: { 'transfer-encoding': 'chunked' } }],
  ['a length over 65 536', 413, 'too-large', () => test.batch(), { headers: { 'content-length': '65537' } }],
  ['101 records', 413, 'too-large', () => test.batch({ events: Array.from({ length: 101 }, () => 1) })],
  ['262 145 bytes unpacked', 413, 'too-large', () => gzipSync(Buffer.alloc(262_145, '[1,2,3,4,5,6,7,8,9]')), gzipped],
  [
    'a form',
    415,
    'wrong-type',
    () => test.batch(),
    { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  ['no type', 415, 'wrong-type', () => test.batch(), { headers: { 'content-type': undefined } }],
  [
    'another charset',
    415,
    'wrong-type',
    () => test.batch(),
    { headers: { 'content-type': 'application/json; charset=utf-16' } },
  ],
  ['brotli', 415, 'wrong-type', () => test.batch(), { headers: { 'content-encoding': 'br' } }],
  [
    'gzip twice',
    415,
    'wrong-type',
    () => gzipSync(gz(test.batch())),
    { headers: { 'content-encoding': 'gzip, gzip' } },
  ],
  ['another format', 422, 'unknown-format', () => test.batch({ v: 2 })],
  ['a format as text', 422, 'unknown-format', () => test.batch({ v: '1' })],
  ['an unknown contract', 422, 'unknown-contract', () => test.batch({ contract: 'nobody' })],
  ['a contract called like a method', 422, 'unknown-contract', () => test.batch({ contract: 'constructor' })],
  ['an unknown version', 422, 'unknown-version', () => test.batch({ version: '9.9.9' })],
  ['a version that is locked and no longer accepted', 422, 'unknown-version', () => test.batch({ version: '1.1.0' })],
  ['another digest', 422, 'other-digest', () => test.batch({ digest: '0123456789abcdef' })],
  ['a forged source', 422, 'wrong-source', () => test.batch({ source: 'vscode' })],
]

describe('the statuses of POST /v1/batches', () => {
  it.each(cases)('%s: %i %s', async (_what, status, error, body, how) => {
    const before = test.collector.health().inbox.batches
    const answer = await test.send(body(), how)
    expect([answer.status, answer.json.error]).toEqual([status, error])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    // One more batch waits after a success, and none after anything else.
    expect(test.collector.health().inbox.batches - before).toBe(status === 200 ? 1 : 0)
    if (error === undefined) return
    expect(Object.keys(answer.json)).toEqual(['error', 'message'])
    expect(answer.json.message).toMatch(/^\S.{8,120}\.$/)
  })

  it('names the methods that a path takes', async () => {
    expect((await test.send('', { method: 'GET' })).headers.allow).toBe('POST')
    expect((await test.send('', { method: 'PUT', path: '/' })).headers.allow).toBe('GET, HEAD')
  })

  it('asks for a token where one was wrong', async () => {
    const answer = await test.send(test.batch(), { headers: { authorization: 'Bearer bad' } })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  it('has a case for every reason but those that need a crowd or a slow sender', () => {
    const seen = new Set(cases.flatMap(([, , error]) => error ?? []))
    const apart = ['stalled', 'too-many', 'busy', 'inbox-full']
    expect([...seen, ...apart].toSorted()).toEqual(Object.keys(REFUSALS).toSorted())
  })

  it('takes 65 536 bytes and 100 records', async () => {
    const events = Array.from({ length: 100 }, () => counter())
    const body = JSON.stringify(test.batch({ events }))
    const answer = await test.send(body.padEnd(65_536, ' '))
    expect([answer.status, answer.json.accepted]).toEqual([200, 100])
  })
})

describe('the outcomes inside a 200', () => {
  const at = (time: string): unknown => ({ name: 'project.indexed', at: time, fields: { files: '100-1k' } })
  it.each([
    ['an event that nobody declared', 'unknown-event', { name: 'nobody.asked', by: {}, count: 1 }],
    ['a name out of the prototype', 'unknown-event', { name: '__proto__', by: {}, count: 1 }],
    ['an event of another source', 'wrong-source', { name: 'command.used', by: { command: 'build' }, count: 1 }, 'mcp'],
    ['an event for services', 'service-only', { name: 'build.published', fields: { outcome: 'ok' } }],
    ['a record that is no object', 'malformed', 7],
    ['a missing dimension', 'missing-field', counter({ by: { command: 'build' } })],
    ['a value that is not on the list', 'missing-field', counter({ by: { command: 'rm -rf', outcome: 'ok' } })],
    ['a count above 10 000', 'over-limit', counter({ count: 10_001 })],
    ['a count that is no number', 'malformed', counter({ count: '6' })],
    ['a time outside the day of the batch', 'malformed', at('2026-11-19T13')],
    ['a time finer than declared', 'malformed', at(`${TEST_DAY}T10:30`)],
    ['a time 11 minutes ahead', 'too-new', at(`${TEST_DAY}T13`)],
    ['a presence row of no grain', 'malformed', { name: 'plainsight.presence', fields: { grain: 'year' } }],
  ])('%s is refused as %s', async (_what, reason, record, source = 'cli') => {
    const good = { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 1 }
    const answer = await test.send(test.batch({ source, events: [good, record, good] }))
    expect([answer.status, answer.json.accepted, answer.json.rejected]).toEqual([200, 2, [{ index: 1, reason }]])
  })

  it('takes an event for services from a verified one', async () => {
    const events = [{ name: 'build.published', fields: { outcome: 'ok' } }]
    const answer = await test.send(test.batch({ events }), { headers: { authorization: 'Bearer good' } })
    expect(answer.json).toEqual({ accepted: 1, rejected: [], drift: 0 })
  })

  it.each([
    ['2026-10-21', []],
    ['2026-10-20', [{ index: 0, reason: 'too-old' }]],
    ['2026-11-21', [{ index: 0, reason: 'too-new' }]],
  ])('of the day %s: %j', async (day, rejected) => {
    const answer = await test.send(test.batch({ day }))
    expect([answer.status, answer.json.rejected]).toEqual([200, rejected])
  })

  it('ten minutes before midnight it is already tomorrow, eleven minutes before it is not', async () => {
    test.clock.move(11.5 * 3_600_000 + 20 * 60_000)
    const early = await test.send(test.batch({ day: '2026-11-21' }))
    test.clock.move(-60_000)
    const tooEarly = await test.send(test.batch({ day: '2026-11-21' }))
    test.clock.move(60_000 - 11.5 * 3_600_000 - 20 * 60_000)
    expect([early.json.rejected, tooEarly.json.rejected]).toEqual([[], [{ index: 0, reason: 'too-new' }]])
  })

  it('counts every thing that did not fit as drift, each triple once', async () => {
    const odd = counter({ extra: 1, measure: { duration: { sum: -1, hist: {} } } })
    const answer = await test.send(
      test.batch({
        events: [odd, odd],
        context: { os: 'templeos' },
        drift: [
          ['command.completed', 'command', 'other'],
          ['command.completed', 'command', 'other'],
          ['a secret', 'x', 'other'],
        ],
        sdk: 'x',
      }),
    )
    expect(answer.json).toEqual({ accepted: 2, rejected: [], drift: 5 })
  })
})

describe('what anyone may read', () => {
  it.each(['/', '/healthz', '/readyz', '/v1/health', '/v1/contracts/acme', '/.well-known/telemetry.json'])(
    'GET %s',
    async (path) => {
      expect((await test.send('', { method: 'GET', path })).status).toBe(200)
      expect((await test.send('', { method: 'HEAD', path })).status).toBe(200)
    },
  )

  it('GET / says what this is, whose, where the documents are, what is never kept, how to turn it off, and the digests', async () => {
    const { body, headers } = await test.send('', { method: 'GET', path: '/' })
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    for (const part of [
      'Plainsight',
      '@acme/dx',
      'https://acme.example/telemetry',
      'Never kept',
      'ACME_TELEMETRY=0',
      'DO_NOT_TRACK',
    ])
      expect(body).toContain(part)
    expect(body).toContain(test.lock.digest)
  })

  it('the contract page gives the contract and its versions, the well-known page all of them', async () => {
    const { json } = await test.send('', { method: 'GET', path: '/v1/contracts/acme' })
    expect(json).toMatchObject({ name: 'acme', digest: test.lock.digest, versions: [{ version: '1.2.0' }] })
    expect(json.contract).toEqual(JSON.parse(JSON.stringify(test.lock.contract)))
    const all = await test.send('', { method: 'GET', path: '/.well-known/telemetry.json' })
    expect(all.json).toMatchObject({ wire: 1, contracts: [{ name: 'acme' }, { name: 'gone' }] })
  })
})
