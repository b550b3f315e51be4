import { afterEach, expect, it } from 'vitest'
import { counter, startTestCollector, type TestCollector } from './test-collector.ts'

let test: TestCollector

afterEach(() => test.close())

it.each(['acme/command.completed', 'acme@1.2.0/command.completed'])(
  'refuses the records of the event %s and of no other, inside the 200 that clients read',
  async (stopped) => {
    test = await startTestCollector({ stopped: [stopped] })
    const presence = { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } }
    const { status, body } = await test.send(test.batch({ events: [presence, counter()] }))
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { accepted: 1, rejected: [{ index: 1, reason: 'stopped' }], drift: 0 },
    ])
    await test.collector.drain()
    expect(test.ledger()).toEqual({ stored: 1, 'refused stopped': 1 })
  },
)

it('refuses nothing of another contract, version or event', async () => {
  test = await startTestCollector({
    stopped: ['other/command.completed', 'acme@9.9.9/command.completed', 'acme/command'],
  })
  const { body } = await test.send(test.batch({ events: [counter()] }))
  expect(JSON.parse(body)).toEqual({ accepted: 1, rejected: [], drift: 0 })
})
