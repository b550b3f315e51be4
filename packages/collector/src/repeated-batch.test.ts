import { afterEach, beforeEach, expect, it } from 'vitest'
import { counter, startTestCollector, type TestCollector } from './test-collector.ts'

let test: TestCollector

beforeEach(async () => {
  test = await startTestCollector({ limits: { prefixBatchesPerMinute: 10_000, idBatchesPerMinute: 10_000 } })
})
afterEach(() => test.close())

const rows = (): unknown[] => test.store.lines('events_acme').map(({ k }) => k)

it('gives a batch that comes twice its first answer and stores nothing, before and after the drain and a restart', async () => {
  const batch = test.batch({ events: [counter(), { name: 'x' }] })
  const first = await test.send(batch)
  const again = await test.send(batch)
  await test.collector.drain()
  const drained = await test.send(batch)
  const restarted = await (test = await test.restart()).send(batch)
  expect([again.body, drained.body, restarted.body]).toEqual([first.body, first.body, first.body])
  await test.collector.drain()
  expect(rows()).toHaveLength(1)
  expect(test.ledger()).toEqual({ stored: 1, 'refused unknown-event': 1, 'duplicate duplicate': 6 })
})

it('stores a batch that comes a thousand times once, most of them at the same time', async () => {
  const batch = test.batch({ events: [counter(), counter({ count: 9 })] })
  const answers = new Set<string>()
  for (let round = 0; round < 10; round++) {
    const sent = await Promise.all(Array.from({ length: 100 }, () => test.send(batch)))
    for (const answer of sent) answers.add(`${answer.status} ${answer.body}`)
  }
  await test.collector.drain()
  expect([...answers]).toEqual(['200 {"accepted":2,"rejected":[],"drift":0}'])
  expect(rows()).toHaveLength(2)
  expect(test.ledger()).toEqual({ stored: 2, 'duplicate duplicate': 1_998 })
})

it('answers other content under the same id as it answered the first, and counts a conflict', async () => {
  const batch = test.batch()
  const first = await test.send(batch)
  const other = await test.send({ ...batch, events: [counter({ count: 9 }), counter()] })
  expect(other.body).toBe(first.body)
  await test.collector.drain()
  expect(test.store.lines('events_acme').map(({ count }) => count)).toEqual([6])
  expect(test.ledger()).toEqual({ stored: 1, 'conflict duplicate': 2 })
})

it('gives two contents that come at the same time under one id one answer', async () => {
  const batch = test.batch()
  const other = { ...batch, events: [counter({ count: 9 }), counter(), { name: 'x' }] }
  const [one, two] = await Promise.all([test.send(batch), test.send(other)])
  expect(two?.body).toBe(one?.body)
  await test.collector.drain()
  expect(test.ledger()).toEqual({ stored: 1, 'conflict duplicate': 3 })
})

it('uses up nothing of the limits on machines', async () => {
  const presence = { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } }
  const batch = test.batch({ events: [presence] })
  for (let i = 0; i < 40; i++) await test.send(batch, { address: '192.0.2.1' })
  const other = await test.send(test.batch({ events: [presence] }), { address: '192.0.2.1' })
  expect(other.json.accepted).toBe(1)
})

it('remembers a batch for 35 days', async () => {
  const batch = test.batch()
  await test.send(batch)
  const presentAfter = async (days: number): Promise<boolean> => {
    test.clock.move(days * 86_400_000)
    // A part of what is remembered is looked through at each drain.
    for (let i = 0; i < 256; i++) await test.collector.drain()
    const before = test.collector.health().inbox.batches
    await test.send({ ...batch, day: test.batch().day })
    return test.collector.health().inbox.batches === before
  }
  expect(await presentAfter(35)).toBe(true)
  expect(await presentAfter(1)).toBe(false)
})

it('knows a batch that another collector has stored', async () => {
  const batch = test.batch({ events: [counter(), counter({ count: 2 })] })
  await test.send(batch)
  await test.collector.drain()
  const other = await startTestCollector({ store: test.store })
  expect((await other.send(batch)).status).toBe(200)
  await other.collector.drain()
  expect(rows()).toHaveLength(2)
  expect(test.ledger()).toEqual({ stored: 2, 'duplicate duplicate': 2 })
  await other.close()
})
