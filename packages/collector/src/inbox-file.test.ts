import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { counter, startTestCollector } from './test-collector.ts'

it('holds no drained row any more once it is tidied, nor when it is closed', async () => {
  const test = await startTestCollector({ limits: { drainMs: 1e9, drainRows: 1e9 } })
  const files = (): string =>
    [test.inbox, `${test.inbox}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join()
  const send = async (): Promise<void> => {
    for (let i = 0; i < 5; i++)
      await test.send(test.batch({ events: Array.from({ length: 90 }, () => counter({ count: 7_777 })) }))
  }
  await send()
  expect(files()).toContain('7777')
  await test.collector.drain()
  test.collector.tidy()
  expect(files()).not.toContain('7777')
  await send()
  await test.collector.close()
  expect(files()).not.toContain('7777')
  expect(test.store.lines('events_acme')).toHaveLength(900)
})

it('gives back the room of a long absence of the store', async () => {
  const test = await startTestCollector({ limits: { drainMs: 1e9, drainRows: 1e9, prefixBatchesPerMinute: 1e9 } })
  const events = Array.from({ length: 100 }, () => counter())
  for (let i = 0; i < 1_200; i++) await test.send(test.batch({ events }))
  const size = (): number => statSync(test.inbox).size + statSync(`${test.inbox}-wal`).size
  const full = size()
  expect(full).toBeGreaterThan(17_000_000)
  await test.collector.drain()
  expect(size()).toBeLessThan(2_000_000)
  await test.close()
})

it('can be read by its owner only, with all that SQLite puts beside it', async () => {
  const test = await startTestCollector({ limits: { drainMs: 1e9, drainRows: 1e9 } })
  await test.send(test.batch({ events: [counter()] }))
  const modes = ['', '-wal', '-shm']
    .map((end) => test.inbox + end)
    .filter((file) => existsSync(file))
    .map((file) => statSync(file).mode & 0o777)
  expect(modes.length).toBeGreaterThan(1)
  expect(new Set(modes)).toEqual(new Set([0o600]))
  await test.close()
})
