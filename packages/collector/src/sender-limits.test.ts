import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { counter, startTestCollector, type TestCollector } from './test-collector.ts'

let test: TestCollector

beforeEach(async () => {
  test = await startTestCollector()
})
afterEach(() => test.close())

const hex = (n: number): string => n.toString(16).padStart(32, '0')
const used = (id: number, over = {}): object => ({
  name: 'command.used',
  by: { command: 'build' },
  count: 1,
  id: hex(id),
  ...over,
})
const daily = { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } }

describe('batches a minute', () => {
  it('of one network: 300, then 429 until the minute is over', async () => {
    const batch = (): object => test.batch({ events: [], drift: [['command.completed', '*', 'sampled']] })
    const send = (address: string): Promise<number> => test.send(batch(), { address }).then((answer) => answer.status)
    for (let i = 0; i < 300; i++) expect(await send(`198.51.100.${i % 250}`)).toBe(200)
    const over = await test.send(batch(), { address: '198.51.100.9' })
    expect([over.status, over.json.error]).toEqual([429, 'too-many'])
    expect(Number(over.headers['retry-after'])).toBe(60)
    expect(await send('198.51.101.9')).toBe(200)
    test.clock.move(59_000)
    expect(await send('198.51.100.9')).toBe(429)
    test.clock.move(1_000)
    expect(await send('198.51.100.9')).toBe(200)
  })

  it('of one id, the one that lasts longest: 6, from wherever they come', async () => {
    for (let i = 0; i < 6; i++) expect((await test.send(test.batch({ events: [used(1)] }))).status).toBe(200)
    const over = await test.send(test.batch({ events: [used(1)] }))
    expect([over.status, over.json.error]).toEqual([429, 'too-many'])
    expect((await test.send(test.batch({ events: [used(2)] }))).status).toBe(200)
  })

  it('of one contract', async () => {
    test = await test.restart({ limits: { contractBatchesPerMinute: 2 } })
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await test.send(test.batch())).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('new machines of one network and day', () => {
  const results = async (events: object[], over: object = {}, address = '203.0.113.5'): Promise<string> => {
    const { json } = await test.send(test.batch({ events, ...over }), { address })
    return (json.rejected as { reason: string }[]).map(({ reason }) => reason).join() || 'ok'
  }

  it('are 20 by presence rows of a grain; more are capped: in the ledger and in no figure', async () => {
    for (let i = 0; i < 20; i++) expect(await results([daily])).toBe('ok')
    expect(await results([daily], {}, '203.0.113.77')).toBe('capped')
    expect(await results([daily], {}, '203.0.114.5')).toBe('ok')
    expect(await results([daily], { day: '2026-11-19' })).toBe('ok')
    await test.collector.drain()
    expect(test.store.lines('events_acme')).toHaveLength(22)
    expect(test.ledger()).toEqual({ stored: 22, 'refused capped': 1 })
  })

  it('are 20 by scoped ids of a link; one that is known already is not new', async () => {
    test = await test.restart({ limits: { idBatchesPerMinute: 1_000 } })
    for (let i = 0; i < 20; i++) expect(await results([used(i)])).toBe('ok')
    expect(await results([used(20)])).toBe('capped')
    expect(await results([used(7)])).toBe('ok')
    expect(await results([used(20)], {}, '203.0.114.5')).toBe('ok')
    expect(await results([used(20)])).toBe('ok')
    expect(await results([counter()])).toBe('ok')
  })

  it('are counted anew when the key is thrown away', async () => {
    for (let i = 0; i < 20; i++) await results([daily])
    test.clock.move(86_399_000)
    expect(await results([daily])).toBe('capped')
    test.clock.move(1_000)
    expect(await results([daily])).toBe('ok')
  })
})

it('rows of one id, day and key add up within the limit of one row', async () => {
  const reasons = async (count: number, over = {}): Promise<unknown> =>
    (await test.send(test.batch({ events: [used(1, { count, ...over })] }))).json.rejected
  expect(await reasons(6_000)).toEqual([])
  expect(await reasons(4_001)).toEqual([{ index: 0, reason: 'over-limit' }])
  expect(await reasons(4_000)).toEqual([])
  expect(await reasons(1)).toEqual([{ index: 0, reason: 'over-limit' }])
  expect(await reasons(10_000, { by: { command: 'init' } })).toEqual([])
})
