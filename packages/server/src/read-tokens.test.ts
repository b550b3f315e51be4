import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readTokens } from './read-tokens.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const TOKEN = 'a-token-that-nobody-guesses'
const NOW = Date.parse('2026-11-20T12:00:00Z')
const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

let server: TestServer | undefined
afterEach(() => server?.remove())

function tokensFile(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tokens-')), 'tokens.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

it('finds a token by its digest, until the end of the day it is good for', () => {
  let now = NOW
  const file = tokensFile({
    tokens: [{ sha256: digest(TOKEN), contracts: ['acme'], sources: ['api'], expires: '2026-11-20' }],
  })
  const read = readTokens(file, () => now)
  if (read.kind === 'refused') throw new Error(read.message)
  expect(read.grantOf(TOKEN)).toEqual({ actor: 'service', service: true, contracts: ['acme'], sources: ['api'] })
  expect(read.grantOf(`${TOKEN}x`)).toBeUndefined()
  expect(read.grantOf(digest(TOKEN))).toBeUndefined()
  now = Date.parse('2026-11-21T00:00:00Z')
  expect(read.grantOf(TOKEN)).toBeUndefined()
})

it.each([
  ['no JSON', '{', /is not JSON/],
  ['another shape', [], /\{"tokens": \[…\]\}/],
  ['a token in clear', { tokens: [{ sha256: TOKEN }] }, /Token 1 .*64 lower-case hex digits/],
  ['a class that there is not', { tokens: [{ sha256: digest(TOKEN), actor: 'root' }] }, /`actor` has to be one of/],
  ['a word that means nothing', { tokens: [{ sha256: digest(TOKEN), contract: 'acme' }] }, /nothing called "contract"/],
  [
    'a day that there is not',
    { tokens: [{ sha256: digest(TOKEN), expires: '2026-02-30' }] },
    /`expires` has to be a day/,
  ],
  ['no contracts at all', { tokens: [{ sha256: digest(TOKEN), contracts: [] }] }, /`contracts` has to be a list/],
])('refuses %s with a sentence that does not repeat the token', (_, content, sentence) => {
  const read = readTokens(tokensFile(content), () => NOW)
  expect(read).toMatchObject({ kind: 'refused', message: expect.stringMatching(sentence) })
  expect(JSON.stringify(read)).not.toContain(TOKEN)
})

it('counts what comes with a token as its class, and refuses a token that is unknown', async () => {
  server = await startTestServer({ tokensFile: tokensFile({ tokens: [{ sha256: digest(TOKEN), sources: ['cli'] }] }) })
  const post = async (authorization: string | undefined): Promise<number> => {
    const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) }
    const { url, batch } = server as TestServer
    return (await fetch(`${url}/v1/batches`, { method: 'POST', body: batch(), headers })).status
  }
  expect(await post(undefined)).toBe(200)
  expect(await post(`Bearer ${TOKEN}`)).toBe(200)
  expect(await post('Bearer another')).toBe(401)
  await server.collector.drain()
  const actors = server.memory.lines('events_acme').map(({ actor }) => actor)
  expect(new Set(actors)).toEqual(new Set(['anonymous', 'service']))
})

it('is said before anything is opened when the file of tokens cannot be read', async () => {
  await expect(startTestServer({ tokensFile: '/nowhere/tokens.json' })).rejects.toThrow('cannot be read')
})
