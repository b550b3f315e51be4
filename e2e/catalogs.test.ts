import { createHash } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Contract } from '@plainsight/contract'
import { fieldOf, isExternalId, normalContract } from '@plainsight/contract/judge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRows } from '../tools/demo/demo-collector.ts'
import { catalogBatches } from './catalog-batches.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

type Row = { readonly [column: string]: unknown }

const CATALOGS = join(import.meta.dirname, '..', 'examples', 'contracts')
const TOKEN = 'the-token-of-our-services'
const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

/** Probes that a telemetry for tests does not look for: it tells of no machine. */
const UNTOLD: ReadonlySet<string> = new Set([
  'previousVersion',
  'installAge',
  'timeToFirstUse',
  'ci',
  'container',
  'serverless',
  'cloud',
  'packageManager',
  'agent',
])

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

const contracts = await Promise.all(
  globSync('*.telemetry.ts', { cwd: CATALOGS })
    .sort()
    .map(async (file) => {
      const { default: contract } = (await import(pathToFileURL(join(CATALOGS, file)).href)) as { default: Contract }
      return contract
    }),
)

let folder: string
let serve: ServeProcess
let answers: { readonly contract: string; readonly source: string; readonly status: number; readonly body: string }[]
let rows: readonly Row[]

async function post(source: string, body: string): Promise<{ readonly status: number; readonly body: string }> {
  const isService = source === 'api' || source === 'content-ci'
  const response = await fetch(`${serve.url}/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(isService ? { authorization: `Bearer ${TOKEN}` } : {}) },
    body,
  })
  const { drift = [] } = JSON.parse(body) as { readonly drift?: readonly (readonly string[])[] }
  const isMasked = drift.length > 0 && drift.every(([, , reason]) => reason === 'masked')
  const text = await response.text()
  return { status: response.status, body: isMasked ? text.replace(`"drift":${drift.length}`, '"drift":0') : text }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catalogs-'))
  const data = join(folder, 'data')
  const limits = join(folder, 'limits.json')
  const many = ['prefixBatchesPerMinute', 'idBatchesPerMinute', 'newcomersPerDay', 'sameLabelPerDay']
  writeFileSync(limits, JSON.stringify(Object.fromEntries(many.map((limit) => [limit, 1e6]))))
  const tokens = join(folder, 'tokens.json')
  const sha256 = createHash('sha256').update(TOKEN).digest('hex')
  writeFileSync(tokens, JSON.stringify({ tokens: [{ sha256, sources: ['api', 'content-ci'] }] }))
  for (const name of ['decantr-designs', 'decantr-namespaces'])
    writeFileSync(join(folder, `${name}.json`), '["hero-section"]')
  const more = ['--limits', limits, '--tokens', tokens, '--catalogues', folder, '--k', '1']
  serve = await startServe(['--contracts', CATALOGS, '--data', data, ...more])
  const decantr = contracts.find(({ name }) => name === 'decantr') as Contract
  // A label of a campaign is kept from the twentieth machine-day on.
  for (let i = 0; i < 20; i++)
    for (const { source, bodies } of await catalogBatches(decantr, DAY, (event) => event.startsWith('web.campaign.')))
      for (const body of bodies) await post(source, body)
  answers = []
  for (const contract of contracts)
    for (const { source, bodies } of await catalogBatches(contract, DAY))
      for (const body of bodies) answers.push({ contract: contract.name, source, ...(await post(source, body)) })
  // A machine that still has the version before.
  const lock = readFileSync(join(CATALOGS, 'locks', 'decantr', '0.2.0.lock.json'), 'utf8')
  const { digest } = JSON.parse(lock) as { digest: string }
  for (const { source, bodies } of await catalogBatches(decantr, DAY, (event) => event === 'api_key.created'))
    for (const body of bodies) {
      const newer = JSON.parse(body) as { [key: string]: unknown }
      const older = { ...newer, batch: crypto.randomUUID(), version: '0.2.0', digest: digest.slice(0, 16) }
      answers.push({ contract: 'decantr 0.2.0', source, ...(await post(source, JSON.stringify(older))) })
    }
  rows = await exportRows(data)
})

afterAll(async () => {
  serve?.kill('SIGTERM')
  await serve?.gone
  rmSync(folder, { recursive: true, force: true })
})

describe('five catalogs on one collector', () => {
  it('are all there', () => {
    expect(contracts.map(({ name }) => name)).toEqual(['codegraph', 'decantr', 'ktx', 'patter', 'sigil'])
  })

  it('are taken in each version that is accepted', () => {
    const versions = new Set(rows.filter((row) => row.contract === 'decantr').map(({ version }) => version))
    expect(versions).toEqual(new Set(['0.2.0', '0.3.0']))
  })

  it('have every batch of every source taken whole', () => {
    expect(answers.length).toBeGreaterThan(contracts.length)
    // What was masked is told, and is as it should be.
    expect(answers.filter(({ status, body }) => status !== 200 || !/"rejected":\[\],"drift":0/.test(body))).toEqual([])
  })
})

describe.each(contracts)('the catalog of $name', (contract) => {
  const normal = normalContract(contract)

  it('stores each of its events from each of its sources, and nothing else', () => {
    const own = rows.filter((row) => row.contract === contract.name)
    const stored = new Set(own.map(({ event, source }) => [event, source].join(' ')))
    const declared = Object.entries(normal.events).flatMap(([name, { sources }]) =>
      sources.map((source) => `${name} ${source}`),
    )
    const builtIn = [...stored].filter((pair) => pair.startsWith('plainsight.'))
    expect([...stored].filter((pair) => !builtIn.includes(pair)).sort()).toEqual(declared.sort())
    expect(builtIn.length).toBeGreaterThan(0)
  })

  it.each(Object.keys(normal.events))('stores every field of %s', (name) => {
    const event = normal.events[name]
    if (event === undefined) throw new Error(name)
    const own = rows.filter((row) => row.contract === contract.name && row.event === name)
    const wanted = [
      ...event.context.filter((field) => !UNTOLD.has(field)).map((field) => `c_${field}`),
      ...event.measure.map((field) => `m_${field}_hist`),
      ...(event.kind === 'errors' ? ['e_class', 'e_frames', 'e_group'] : []),
      ...Object.keys(event.uses)
        .filter((field) => !UNTOLD.has(field))
        .map((field) => {
          const spec = fieldOf(normal, field)
          return spec !== undefined && isExternalId(spec) ? `x_${spec.of}` : `f_${field}`
        }),
    ]
    const held = new Set(own.flatMap((row) => Object.keys(row).filter((column) => !isEmpty(row[column]))))
    expect(wanted.filter((column) => !held.has(column))).toEqual([])
  })
})
