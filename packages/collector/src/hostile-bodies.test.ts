import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { counter, once, startTestCollector, type SendOptions, type TestCollector } from './test-collector.ts'

let test: TestCollector

beforeAll(async () => {
  test = await startTestCollector({ limits: { bodyMs: 60 } })
})
afterAll(() => test.close())

const gzipped = { headers: { 'content-encoding': 'gzip' } }
const text = (over: { readonly [key: string]: unknown } = {}): string => JSON.stringify(test.batch(over))
// What JSON.stringify would never write: the batch with its one record replaced by raw text.
const withRecord = (record: string): string => text({ events: ['HERE'] }).replace('"HERE"', record)
const record = (rest: string): string => `{"name":"command.completed","by":{"command":"build","outcome":"ok"}${rest}}`

const refused: [what: string, status: number, body: () => string | Uint8Array, how?: SendOptions][] = [
  ['a million lists inside one another', 413, () => '['.repeat(1_000_000)],
  ['60 000 lists inside one another', 400, () => '['.repeat(60_000)],
  ['60 000 lists inside one another, closed', 400, () => '['.repeat(30_000) + ']'.repeat(30_000)],
  ['a seventh level', 400, () => withRecord(record(',"count":1,"measure":{"duration":{"sum":1,"hist":{"0":{}}}}'))],
  ['a hundred megabytes of zeros in 97 kB', 413, () => gzipSync(Buffer.alloc(100_000_000)), gzipped],
  ['a quarter of a megabyte of spaces in 300 bytes', 413, () => gzipSync(Buffer.alloc(262_000, ' ')), gzipped],
  ['gzip that ends early', 400, () => gzipSync(text()).subarray(0, 60), gzipped],
  ['gzip in gzip', 400, () => gzipSync(gzipSync(text())), gzipped],
  ['bytes that are no UTF-8', 400, () => Buffer.concat([Buffer.from(text()), Buffer.from([0xc0, 0x80])])],
  ['an overlong slash', 400, () => Buffer.from(text({ sdk: 'HERE' }).replace('HERE', '\xc0\xaf'), 'latin1')],
  ['half a character, escaped', 400, () => text().replace('"linux"', String.raw`"\ud800"`)],
  ['half a character as a key', 400, () => text().replace('"arch"', String.raw`"\uDFFF"`)],
  ['NaN', 400, () => withRecord(record(',"count":NaN'))],
  ['two values after one another', 400, () => text() + text()],
  [
    'a body that is longer than the cap',
    413,
    () => 'x',
    { body: once(Buffer.alloc(40_000), Buffer.alloc(40_000)), headers: { 'content-length': '60000' } },
  ],
  ['a body that breaks off', 400, () => 'xx', { body: breaksOff() }],
]

async function* breaksOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{')
  throw new Error('aborted')
}

describe('bodies that are refused whole', () => {
  it.each(refused)('%s: %i', async (_what, status, body, how) => {
    const before = test.collector.health()
    const answer = await test.send(body(), how)
    expect(answer.status).toBe(status)
    expect(answer.json.message).toMatch(/^\S.{8,120}\.$/)
    expect(test.collector.health().inbox).toEqual(before.inbox)
  })

  it('a body that stalls is answered 408, whatever comes of it later', async () => {
    let goOn: (() => void) | undefined
    const stalling = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{')
      await new Promise<void>((resolve) => (goOn = resolve))
      throw new Error('reset by the sender')
    })()
    const answer = await test.send(text(), { body: stalling })
    expect([answer.status, answer.json.error, answer.headers['retry-after']]).toEqual([408, 'stalled', '60'])
    goOn?.()
  })

  it('reserves room for what a body may grow to, and gives it back', async () => {
    const tight = await startTestCollector({ limits: { inFlightBytes: 270_000, bodyMs: 5_000 } })
    let goOn: (() => void) | undefined
    const packed = gzipSync(JSON.stringify(tight.batch()))
    const slow = (async function* (): AsyncGenerator<Uint8Array> {
      await new Promise<void>((resolve) => (goOn = resolve))
      yield packed
    })()
    const first = tight.send(packed, { ...gzipped, body: slow })
    const second = await tight.send(packed, gzipped)
    expect([second.status, second.json.error, second.headers['retry-after']]).toEqual([503, 'busy', '5'])
    goOn?.()
    expect((await first).status).toBe(200)
    expect((await tight.send(gzipSync(JSON.stringify(tight.batch())), gzipped)).status).toBe(200)
    await tight.close()
  })
})

describe('records that are odd in a body that is not', () => {
  it.each([
    ['a count of 2^53 - 1', `,"count":9007199254740991`, 'over-limit'],
    ['a count of 2^53 + 1', `,"count":9007199254740993`, 'over-limit'],
    ['a count of 2^64', `,"count":18446744073709551616`, 'over-limit'],
    ['a count of 1e999', `,"count":1e999`, 'malformed'],
    ['a count of minus zero', `,"count":-0`, 'malformed'],
    ['a count of a thousand digits', `,"count":${'9'.repeat(1_000)}`, 'malformed'],
    ['a count of 0.1', `,"count":0.1`, 'malformed'],
  ])('%s is refused as %s', async (_what, rest, reason) => {
    const answer = await test.send(withRecord(record(rest)))
    expect([answer.status, answer.json.accepted, answer.json.rejected]).toEqual([200, 0, [{ index: 0, reason }]])
  })

  it('keeps what it reads of a repeated key, and never the bytes that came', async () => {
    // JavaScript keeps the last value of a repeated key, ClickHouse the first: what is stored is written anew.
    await test.send(withRecord(record(',"count":10000,"count":2,"c\\u006funt":3')))
    await test.collector.drain()
    expect(test.store.lines('events_acme').map(({ count }) => count)).toEqual([3])
  })

  it('looks at a bounded number of 4 000 undeclared keys', async () => {
    const keys = Array.from({ length: 4_000 }, (_, i) => `"k${i}":1`).join(',')
    const answer = await test.send(withRecord(record(`,"count":1,${keys}`)))
    expect(answer.json).toEqual({ accepted: 1, rejected: [], drift: 1 })
  })

  it('and of 20 000 in a packed body', async () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')
    const answer = await test.send(gzipSync(withRecord(record(`,"count":1,${keys}`))), gzipped)
    expect(answer.json).toEqual({ accepted: 1, rejected: [], drift: 1 })
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'an own key called %s reaches nothing',
    async (key) => {
      const odd = `{"name":"command.completed","by":{"command":"build","outcome":"ok","${key}":{"polluted":1}},"count":1,"${key}":{"polluted":1}}`
      const answer = await test.send(
        `{"${key}":{"polluted":1},${text({ context: { os: 'linux', [key]: 1 }, events: ['HERE'] })
          .slice(1)
          .replace('"HERE"', odd)}`,
      )
      expect([answer.status, answer.json.accepted]).toEqual([200, 1])
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    },
  )

  it('stores no byte of what was not declared', async () => {
    const secret = 'kanarienvogel'
    await test.send(
      test.batch({
        sdk: secret,
        context: { os: secret, [secret]: secret },
        events: [
          counter({ [secret]: secret, by: { command: 'build', outcome: 'ok', [secret]: secret } }),
          { name: secret, by: {}, count: 1 },
          {
            name: 'project.indexed',
            fields: { files: '100-1k', page: secret },
            ids: { org: secret, [secret]: secret },
          },
          { name: 'plainsight.presence', fields: { grain: 'day', gap: secret } },
        ],
        drift: [[secret, secret, 'other'], ['command.completed', secret, 'other'], [secret]],
      }),
    )
    await test.collector.drain()
    const tables = ['events_acme', 'outcomes', 'drift', 'quarantine', 'batches']
    expect(JSON.stringify(tables.map((table) => test.store.lines(table)))).not.toContain(secret)
    expect(JSON.stringify([test.logged, test.collector.health()])).not.toContain(secret)
  })
})
