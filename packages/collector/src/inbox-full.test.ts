import { expect, it } from 'vitest'
import { counter, startTestCollector, type TestAnswer, type TestCollector } from './test-collector.ts'

const byHand = { drainMs: 1e9, drainRows: 1e9 }
const many = { events: Array.from({ length: 100 }, (_, i) => counter({ count: 100 + i })) }

async function untilRefused(test: TestCollector): Promise<{ taken: number; last: TestAnswer }> {
  for (let taken = 0; taken < 1_000; taken++) {
    const last = await test.send(test.batch(many))
    if (last.status !== 200) return { taken, last }
  }
  throw new Error('Nothing was ever refused.')
}

function expectFull(answer: TestAnswer): void {
  expect([answer.status, answer.json.error]).toEqual([503, 'inbox-full'])
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
}

it('refuses with 503 when the inbox is at its bound, and takes again when it is drained', async () => {
  const test = await startTestCollector({ limits: { ...byHand, inboxBytes: 100_000 } })
  const { taken, last } = await untilRefused(test)
  expectFull(last)
  const waiting = test.collector.health().inbox
  expect([waiting.rows, test.collector.health().status]).toEqual([taken * 100, 'error'])
  expect((await test.send('', { method: 'GET', path: '/readyz' })).status).toBe(503)
  expect((await test.send('', { method: 'GET', path: '/healthz' })).status).toBe(200)
  await test.collector.drain()
  expect((await test.send(test.batch(many))).status).toBe(200)
  await test.collector.drain()
  expect(test.store.lines('events_acme')).toHaveLength((taken + 1) * 100)
  await test.close()
})

it('refuses with 503 when the oldest batch has waited too long', async () => {
  const test = await startTestCollector({ limits: { ...byHand, inboxAgeMs: 3_600_000 } })
  await test.send(test.batch())
  test.clock.move(3_600_000)
  expect((await test.send(test.batch())).status).toBe(200)
  test.clock.move(1)
  expectFull(await test.send(test.batch()))
  await test.collector.drain()
  expect((await test.send(test.batch())).status).toBe(200)
  await test.close()
})

it('refuses with 503 before the disk is full', async () => {
  const test = await startTestCollector({ limits: { ...byHand, diskReserveBytes: Number.MAX_SAFE_INTEGER } })
  expectFull(await test.send(test.batch()))
  await test.close()
})

it('a commit for which there is no room is refused with 503, and nothing of it is kept', async () => {
  const test = await startTestCollector({ limits: byHand, inboxPages: 60 })
  const { taken, last } = await untilRefused(test)
  expectFull(last)
  expect(taken).toBeGreaterThan(3)
  expect(test.collector.health().inbox.batches).toBe(taken)
  // From then on it refuses before it reads, until there may be room again.
  let isRead = false
  const body = (async function* (): AsyncGenerator<Uint8Array> {
    isRead = true
    yield Buffer.from('{}')
  })()
  expectFull(await test.send(test.batch(many), { body }))
  expect(isRead).toBe(false)
  expect(await test.collector.drain()).toBe(true)
  test.clock.move(2_000)
  const again = test.batch(many)
  expect((await test.send(again)).json.accepted).toBe(100)
  await test.collector.drain()
  expect(test.store.lines('events_acme')).toHaveLength((taken + 1) * 100)
  expect(test.ledger()).toEqual({ stored: (taken + 1) * 100 })
  await test.close()
})

it('of many at once on a full disk each is stored or refused, and those that were refused can be sent again', async () => {
  const test = await startTestCollector({ limits: byHand, inboxPages: 60 })
  const batches = Array.from({ length: 60 }, () => test.batch(many))
  const answers = await Promise.all(batches.map((batch) => test.send(batch)))
  const stored = answers.filter(({ status }) => status === 200).length
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
  await test.collector.drain()
  expect(test.store.lines('events_acme')).toHaveLength(stored * 100)
  for (const batch of batches) {
    test.clock.move(2_000)
    expect((await test.send(batch)).status).toBe(200)
    await test.collector.drain()
  }
  expect(test.store.lines('events_acme')).toHaveLength(6_000)
  await test.close()
})
