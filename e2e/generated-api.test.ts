import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RelayList } from '@plainsight/codegen'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServe, type ServeProcess } from './serve-process.ts'

const contracts = join(import.meta.dirname, '../contracts')

interface Operation {
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: { schema: object } } }
  }
}
interface Description {
  readonly paths: { readonly [path: string]: { readonly get?: Operation; readonly post?: Operation } }
  readonly components: { readonly schemas: object }
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(contracts, name), 'utf8')) as T
const description = read<Description>('generated/plainsight.openapi.json')
const isBatch = new Ajv2020({ strict: true }).compile(read<object>('generated/plainsight.schema.json'))
const { digest } = read<{ digest: string }>('plainsight.telemetry.lock.json')

let serve: ServeProcess
let data: string

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'plainsight-api-'))
  serve = await startServe(['--contracts', contracts, '--data', data])
})

afterAll(async () => {
  serve.kill('SIGTERM')
  await serve.gone
  rmSync(data, { recursive: true, force: true })
})

/** What the description says of an answer: none is given that it does not name, and each has the shape that it gives. */
async function held(operation: Operation | undefined, answer: Response): Promise<unknown> {
  const said = operation?.responses[answer.status]
  expect(said, `${answer.url} answers ${answer.status}`).toBeDefined()
  const type = String(answer.headers.get('content-type')).split(';')[0]!
  const text = await answer.text()
  const schema = said?.content?.[type]?.schema
  expect(schema, `${answer.status} as ${type}`).toBeDefined()
  if (type !== 'application/json') return text
  const json = JSON.parse(text) as unknown
  const validate: ValidateFunction = new Ajv2020({ strict: false }).compile({
    ...schema,
    components: description.components,
  })
  expect([validate(json), validate.errors]).toEqual([true, null])
  return json
}

const today = new Date().toISOString().slice(0, 10)
let sent = 0
const batch = (over: object = {}): { readonly [key: string]: unknown } => ({
  v: 1,
  batch: `00000000-0000-8000-8000-${String(++sent).padStart(12, '0')}`,
  contract: 'plainsight',
  version: '1.0.0',
  digest: digest.slice(0, 16),
  source: 'cli',
  day: today,
  context: { os: 'linux', runtimeVersion: '24' },
  events: [
    {
      name: 'command.completed',
      by: { command: 'check', outcome: 'ok', exit: 'done' },
      count: 3,
      measure: { duration: { sum: 600, hist: { 30: 3 } } },
    },
    { name: 'plainsight.presence', fields: { grain: 'day', gap: 'first' } },
  ],
  ...over,
})

const send = (body: unknown, headers: { readonly [name: string]: string } = {}): Promise<Response> =>
  fetch(`${serve.url}/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const post = description.paths['/v1/batches']?.post

interface Vector {
  readonly says: string
  readonly station: { readonly source: string }
  readonly wire: object
  readonly dropped?: string
  readonly drift: readonly unknown[]
}

const relay = read<RelayList>('generated/plainsight.relay.json')

/** What a relay without a judge does: it looks at names and nothing else. */
function relayLetsThrough(given: { readonly [key: string]: unknown }): boolean {
  const body = given as { [key: string]: never }
  const known = body['contract'] === relay.contract ? relay.versions[String(body['version'])] : undefined
  if (known === undefined || known.digest !== body['digest'] || !known.sources.includes(body['source']!)) return false
  if (Object.keys(body['context'] ?? {}).some((name) => !known.context.includes(name))) return false
  const records: { [key: string]: unknown }[] = body['events'] ?? []
  return records.every((record) => {
    const event = known.events[String(record['name'])]
    const values = Object.keys((record['by'] ?? record['fields'] ?? {}) as object)
    return (
      event !== undefined &&
      event.service !== true &&
      event.sources.includes(body['source']!) &&
      values.every((name) => event.fields.includes(name)) &&
      event.required.every((name) => values.includes(name)) &&
      Object.keys((record['measure'] ?? {}) as object).every((name) => event.measures?.includes(name))
    )
  })
}

describe('the generated description of a collector, held against one that runs', () => {
  it('says of everything that anyone may read what comes back', async () => {
    const paths = Object.keys(description.paths).filter((path) => description.paths[path]?.get !== undefined)
    expect(paths.length).toBeGreaterThan(4)
    for (const path of paths) {
      const answer = await fetch(serve.url + path.replace('{name}', 'plainsight'))
      expect(answer.status).toBe(200)
      await held(description.paths[path]?.get, answer)
    }
    const page = description.paths['/v1/contracts/{name}']?.get
    await held(page, await fetch(`${serve.url}/v1/contracts/nobody`))
    await held(page, await fetch(`${serve.url}/v1/contracts/plainsight`, { method: 'POST' }))
  })

  it('says every number of its health, and no number is left unsaid', async () => {
    const health = description.paths['/v1/health']?.get
    await send(batch({ contract: 'nobody' }))
    const read = (await held(health, await fetch(`${serve.url}/v1/health`))) as { readonly [part: string]: object }
    const { CollectorHealth } = description.components.schemas as {
      readonly CollectorHealth: { readonly properties: { readonly [part: string]: { readonly properties?: object } } }
    }
    const told = (of: object): string[] => Object.keys(of).sort()
    expect(told(read)).toEqual(told(CollectorHealth.properties))
    for (const part of ['inbox', 'drained', 'requests'])
      expect(told(read[part]!)).toEqual(told(CollectorHealth.properties[part]?.properties ?? {}))
  })

  it('takes whole what the generated schema accepts', async () => {
    const good = batch()
    expect(isBatch(good)).toBe(true)
    expect(await held(post, await send(good))).toEqual({ accepted: 2, rejected: [], drift: 0 })
    const counted = batch({ events: undefined, drift: [['command.completed', 'command', 'other']] })
    expect(isBatch(JSON.parse(JSON.stringify(counted)))).toBe(true)
    expect(await held(post, await send(counted))).toEqual({ accepted: 0, rejected: [], drift: 1 })
  })

  it.each([
    [
      'a value that nobody declared',
      { events: [{ name: 'command.completed', by: { command: 'rm', outcome: 'ok' }, count: 1 }] },
    ],
    ['an event that nobody declared', { events: [{ name: 'file.opened', fields: { path: '/etc' } }] }],
    [
      'a field that nobody declared',
      { events: [{ name: 'command.completed', by: { command: 'ask', outcome: 'ok', user: 'anna' }, count: 1 }] },
    ],
    ['a context that nobody declared', { context: { os: 'linux', host: 'anna-pc' } }],
    [
      'an id where none is declared',
      { events: [{ name: 'command.completed', by: { command: 'ask', outcome: 'ok' }, count: 1, id: 'a'.repeat(32) }] },
    ],
  ])('does not take whole what the schema refuses: %s', async (_what, over) => {
    const wrong = batch(over)
    expect(isBatch(wrong)).toBe(false)
    const taken = (await held(post, await send(wrong))) as { rejected: unknown[]; drift: number }
    expect(taken.rejected.length + taken.drift).toBeGreaterThan(0)
  })

  it.each([
    [400, '{'],
    [400, batch({ day: '2026-02-30' })],
    [413, batch({ events: Array.from({ length: 101 }, () => 1) })],
    [415, batch(), { 'content-type': 'text/html' }],
    [401, batch(), { authorization: 'Bearer nobody' }],
    [422, batch({ contract: 'nobody' })],
    [422, batch({ source: 'web' })],
    [422, batch({ digest: '0'.repeat(16) })],
    [422, batch({ v: 2 })],
  ] as [number, unknown, { readonly [name: string]: string }?][])(
    'names the answer %i and its shape',
    async (status, body, headers) => {
      expect(typeof body === 'string' || headers !== undefined || !isBatch(body)).toBe(true)
      const answer = await send(body, headers)
      expect(answer.status).toBe(status)
      await held(post, answer)
    },
  )

  it('is a relay by its list alone: what passes is taken whole or judged by value, what is stopped would have been refused', async () => {
    const wrongNames: object[] = [
      { events: [{ name: 'file.opened', fields: {} }] },
      { events: [{ name: 'command.completed', by: { command: 'ask', outcome: 'ok', user: 'anna' }, count: 1 }] },
      { events: [{ name: 'command.completed', by: { command: 'ask' }, count: 1 }] },
      { context: { host: 'anna-pc' } },
      { source: 'web' },
      { digest: '0'.repeat(16) },
      { version: '0.9.0' },
      { contract: 'nobody' },
    ]
    expect(relayLetsThrough(batch())).toBe(true)
    for (const over of wrongNames) {
      const wrong = batch(over)
      expect([over, relayLetsThrough(wrong)]).toEqual([over, false])
      const answer = await send(wrong)
      const { rejected = [], drift = 0 } = (await answer.json()) as { rejected?: unknown[]; drift?: number }
      expect(answer.status !== 200 || rejected.length + drift > 0).toBe(true)
    }
  })

  it('answers every generated vector as it says', async () => {
    const { cases } = read<{ cases: readonly Vector[] }>('generated/plainsight.vectors.json')
    expect(cases.length).toBeGreaterThan(10)
    for (const { says, station, wire, dropped, drift } of cases) {
      const answer = (await held(post, await send(batch({ source: station.source, context: {}, events: [wire] })))) as {
        rejected: { reason: string }[]
        drift: number
      }
      expect([says, answer.rejected.map(({ reason }) => reason), answer.drift]).toEqual([
        says,
        dropped === undefined ? [] : [dropped],
        drift.length,
      ])
    }
  })

  it('names the answer 405 and its shape', async () => {
    await held(post, await fetch(`${serve.url}/v1/batches`))
  })
})
