import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Block, InsertAnswer, Store } from '@plainsight/store'
import { counter, startTestCollector, type TestCollector } from './test-collector.ts'
import { testLock } from './test-contract.ts'

let test: TestCollector

// Nothing drains by itself: a test says when.
const byHand = { limits: { drainMs: 1e9, drainRows: 1e9, drainBackOffMs: 1e9, drainBackOffMaxMs: 1e9 } }

beforeEach(async () => {
  test = await startTestCollector(byHand)
})
afterEach(() => test.close())

/** Puts something between the collector and the store. */
function insertsBy(insert: (block: Block, real: Store['insertBlock']) => Promise<InsertAnswer>): void {
  const real = test.store.insertBlock.bind(test.store)
  test.store.insertBlock = (block) => insert(block, real)
}

const counts = (): number[] =>
  test.store
    .lines('events_acme')
    .map(({ count }) => Number(count))
    .toSorted((a, b) => a - b)
async function send(...sizes: number[]): Promise<void> {
  for (const count of sizes) {
    const answer = await test.send(test.batch({ events: [{ ...counter({ count }), measure: undefined }] }))
    expect(answer.status).toBe(200)
  }
}

describe('while the store is away', () => {
  it('batches are answered 200 and drained when it is back', async () => {
    test.store.fail('The store is down.')
    await send(1, 2)
    expect(await test.collector.drain()).toBe(false)
    await send(3)
    expect(test.collector.health()).toMatchObject({ status: 'warning', inbox: { batches: 3, rows: 3 } })
    expect((await test.send('', { method: 'GET', path: '/readyz' })).status).toBe(200)
    test.store.fail(undefined)
    expect(await test.collector.drain()).toBe(true)
    expect(counts()).toEqual([1, 2, 3])
    expect(test.collector.health()).toMatchObject({ status: 'success', inbox: { batches: 0, rows: 0, bytes: 0 } })
    expect(test.logged.map(({ level, what }) => `${level} ${what}`)).toEqual(['warning store', 'info store'])
  })

  it('they are answered 200 by a collector that never saw it up, and survive its end', async () => {
    test.store.fail('The store is down.')
    test = await test.restart()
    await send(1)
    test = await test.restart()
    await send(2)
    test.store.fail(undefined)
    expect(await test.collector.drain()).toBe(true)
    expect(counts()).toEqual([1, 2])
  })

  it('the store is tried again by itself, at longer and longer intervals', async () => {
    test = await test.restart({ limits: { drainMs: 1, drainBackOffMs: 1, drainBackOffMaxMs: 4 } })
    test.store.fail('The store is down.')
    await send(1)
    await expect.poll(() => test.collector.health().status).toBe('warning')
    test.store.fail(undefined)
    await expect.poll(counts).toEqual([1])
  })
})

describe('a block', () => {
  it('that was written before the answer was lost is written again under the same token, with the same bytes', async () => {
    const tried: Block[] = []
    insertsBy(async (block, real) => {
      // The bytes are the collector's own and are written over: a copy is kept.
      tried.push(structuredClone(block))
      const answer = await real(block)
      return tried.length === 1 ? { kind: 'unavailable', why: 'The answer was lost.' } : answer
    })
    await send(1, 2)
    expect(await test.collector.drain()).toBe(false)
    // More comes in between, and the process ends: neither gets into the block that was fixed.
    await send(3)
    test = await test.restart()
    expect(await test.collector.drain()).toBe(true)
    expect(tried).toHaveLength(3)
    expect(tried[1]).toEqual(tried[0])
    expect(tried[2]?.token).not.toBe(tried[0]?.token)
    expect(counts()).toEqual([1, 2, 3])
    expect(test.ledger()).toEqual({ stored: 3 })
  })

  it('holds one contract, at most so many rows, and the batches last', async () => {
    test = await test.restart({
      contracts: [testLock(), testLock({ name: 'other' })],
      limits: { ...byHand.limits, blockRows: 4 },
    })
    const blocks: Block[] = []
    insertsBy((block, real) => {
      blocks.push(block)
      return real(block)
    })
    const other = testLock({ name: 'other' }).digest.slice(0, 16)
    for (let i = 0; i < 3; i++) {
      await test.send(test.batch({ events: [counter(), counter({ count: 7 })] }))
      await test.send(test.batch({ contract: 'other', digest: other }))
    }
    await test.collector.drain()
    expect(
      blocks.map(({ contract, parts }) => [contract, ...parts.map(({ table, rows }) => `${table} ${rows}`)]),
    ).toEqual([
      ['acme', 'events_acme 4', 'outcomes 1', 'batches 2'],
      ['other', 'events_other 3', 'outcomes 1', 'batches 3'],
      ['acme', 'events_acme 2', 'outcomes 1', 'batches 1'],
    ])
  })

  it('starts by itself when enough rows wait', async () => {
    test = await test.restart({ limits: { ...byHand.limits, drainRows: 3 } })
    await send(1, 2)
    expect(test.collector.health().drained.blocks).toBe(0)
    await send(3)
    await expect.poll(() => counts().length).toBe(3)
  })
})

describe('a row that the store refuses', () => {
  // Stands for any content that the store would not take: the counter of 13.
  const poison = (block: Block, real: Store['insertBlock']): Promise<InsertAnswer> =>
    block.parts.some(({ table, body }) => table === 'events_acme' && Buffer.from(body).includes('"count":13,'))
      ? Promise.resolve({ kind: 'rejected', table: 'events_acme', why: 'unlucky' })
      : real(block)

  it.each([0, 3, 9])('is found and put in quarantine, and the rest is stored once (at place %i)', async (place) => {
    insertsBy(poison)
    const sizes = Array.from({ length: 10 }, (_, i) => (i === place ? 13 : 100 + i))
    await send(...sizes)
    expect(await test.collector.drain()).toBe(true)
    expect(counts()).toEqual(sizes.filter((count) => count !== 13))
    expect(test.ledger()).toEqual({ stored: 9, quarantined: 1 })
    expect(test.store.lines('quarantine')).toMatchObject([{ contract: 'acme', rule: 'refused by the store' }])
    expect(JSON.stringify(test.store.lines('quarantine'))).not.toContain('"count":13')
    expect(test.store.lines('batches')).toHaveLength(10)
    expect(test.collector.health()).toMatchObject({ inbox: { batches: 0 }, drained: { quarantined: 1, givenUp: 0 } })
  })

  it('is found among the rows of one batch, whose other outcomes are counted once', async () => {
    insertsBy(poison)
    const events = [
      ...Array.from({ length: 7 }, (_, i) => ({ ...counter({ count: 11 + i }), measure: undefined })),
      { name: 'x' },
    ]
    await test.send(test.batch({ events }))
    expect(await test.collector.drain()).toBe(true)
    expect(counts()).toEqual([11, 12, 14, 15, 16, 17])
    expect(test.ledger()).toEqual({ stored: 6, quarantined: 1, 'refused unknown-event': 1 })
    expect(test.store.lines('batches')).toHaveLength(1)
  })

  it('survives an end at every step', async () => {
    let steps = 0
    insertsBy(async (block, real) => {
      const answer = await poison(block, real)
      // Every second answer gets lost, and the collector ends.
      return steps++ % 2 === 0 && answer.kind === 'stored' ? { kind: 'unavailable', why: 'lost' } : answer
    })
    await send(1, 2, 13, 4, 5)
    for (let tries = 0; tries < 40 && !(await test.collector.drain()); tries++) test = await test.restart()
    expect(counts()).toEqual([1, 2, 4, 5])
    expect(test.ledger()).toEqual({ stored: 4, quarantined: 1 })
  })

  it('and whose quarantine is refused as well is given up, with a line in the log, and holds up nothing', async () => {
    insertsBy((block, real) =>
      block.parts.some(({ table, body }) => table === 'quarantine' || Buffer.from(body).includes('"count":13,'))
        ? Promise.resolve({ kind: 'rejected', table: 'quarantine', why: 'unlucky' })
        : real(block),
    )
    await send(1, 13, 3)
    expect(await test.collector.drain()).toBe(true)
    expect(counts()).toEqual([1, 3])
    expect(test.collector.health()).toMatchObject({ inbox: { batches: 0 }, drained: { givenUp: 1 } })
    expect(test.logged.at(-1)).toMatchObject({ level: 'error', what: 'store' })
  })
})

it('drains rows of a contract whose lock is gone after a restart', async () => {
  await send(1)
  test = await test.restart({ contracts: [testLock({ name: 'other' })] })
  expect(await test.collector.drain()).toBe(true)
  expect(counts()).toEqual([1])
})
