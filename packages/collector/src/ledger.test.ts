import fc from 'fast-check'
import { expect, it } from 'vitest'
import { counter, startTestCollector, TEST_DAY } from './test-collector.ts'

const id = '3d27438a24ae39cbfdc293bf20fca18a'
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    counter(),
    counter({ count: 10_001 }),
    counter({ by: {} }),
    { name: 'command.used', by: { command: 'init' }, count: 4_000, id },
    { name: 'project.indexed', at: `${TEST_DAY}T23`, fields: { files: '<100' } },
    { name: 'plainsight.presence', fields: { grain: 'month' } },
    { name: 'build.published', fields: { outcome: 'ok' } },
    { name: 'nobody.asked' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const batch = fc.record({
  events: fc.array(odd, { minLength: 1, maxLength: 12 }),
  day: fc.constantFrom(TEST_DAY, '2026-11-01', '2026-10-01', '2026-11-25'),
  source: fc.constantFrom('cli', 'mcp', 'forged'),
  version: fc.constantFrom('1.2.0', '1.2.0', '9.0.0'),
  contract: fc.constantFrom('acme', 'acme', 'nobody'),
  // Half of them come from one network, so that caps are met.
  address: fc.constantFrom('192.0.2.1', undefined),
  times: fc.integer({ min: 1, max: 3 }),
})

it('what came in is what was stored, doubled and refused, and what was answered as accepted is in the store', async () => {
  const test = await startTestCollector({ limits: { idBatchesPerMinute: 1e9, prefixBatchesPerMinute: 1e9 } })
  let came = 0
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(batch, async ({ address, times, ...over }) => {
      const sent = test.batch(over)
      let first: string | undefined
      for (let i = 0; i < times; i++) {
        const answer = await test.send(sent, address === undefined ? {} : { address })
        expect([200, 400, 422]).toContain(answer.status)
        if (answer.status === 400) return
        came += over.events.length
        if (answer.status !== 200) continue
        first ??= answer.body
        expect(answer.body).toBe(first)
        const rejected = answer.json.rejected as unknown[]
        expect(Number(answer.json.accepted) + rejected.length).toBe(over.events.length)
        if (i === 0) accepted += Number(answer.json.accepted)
      }
    }),
    { numRuns: 200 },
  )
  expect(await test.collector.drain()).toBe(true)
  expect(test.store.lines('events_acme')).toHaveLength(accepted)
  const ledger = test.ledger()
  expect(ledger.stored).toBe(accepted)
  expect(Object.values(ledger).reduce((sum, count) => sum + count, 0)).toBe(came)
  await test.close()
})
