import { choice, flag, rollup, type Contract } from '@plainsight/contract'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { testLock } from './test-contract.ts'
import { startTestCollector, type TestCollector } from './test-collector.ts'

const said = { what: 'Something happened', why: 'A test needs it', readBy: ['chart:tests'] } as const
const older = testLock({ version: '1.9.0', accepts: [] })
const forgotten = testLock({ version: '1.8.0', accepts: [] })
const newer = testLock({
  version: '1.10.0',
  accepts: ['1.9.0'],
  fields: {
    command: choice(['init', 'build', 'watch'], 'Which command ran'),
    fresh: flag('Whether it was the first', { since: '1.10.0' }),
  },
  events: {
    'command.completed': rollup({ ...said, by: { command: 'required', fresh: 'required' } }),
    'command.watched': rollup({ ...said, since: '1.10.0', by: [] }),
  },
} as Partial<Contract>)

let test: TestCollector

beforeEach(async () => {
  test = await startTestCollector({ contracts: [newer, forgotten, older] })
})
afterEach(() => test.close())

const under = (lock: typeof older, events: readonly unknown[]): object =>
  test.batch({ version: lock.contract.version, digest: lock.digest.slice(0, 16), events })
const counted = (by: object, name = 'command.completed'): object => ({ name, by, count: 1 })

it('takes a batch of an older version that is accepted, judged by that version and stored under it', async () => {
  const old = counted({ command: 'deploy', outcome: 'ok' })
  const answer = await test.send(
    under(older, [old, counted({ command: 'watch', outcome: 'ok' }), counted({}, 'command.watched')]),
  )
  expect([answer.status, answer.json]).toEqual([
    200,
    {
      accepted: 1,
      rejected: [
        { index: 1, reason: 'missing-field' },
        { index: 2, reason: 'unknown-event' },
      ],
      drift: expect.any(Number),
    },
  ])
  expect((await test.send(under(newer, [counted({ command: 'watch', fresh: true })]))).json['accepted']).toBe(1)
  await test.collector.drain()
  const rows = await Array.fromAsync(test.store.exportRows('acme'))
  expect(rows.map(({ version, f_command, f_outcome, f_fresh }) => [version, f_command, f_outcome, f_fresh])).toEqual(
    expect.arrayContaining([
      ['1.9.0', 'deploy', 'ok', null],
      ['1.10.0', 'watch', null, true],
    ]),
  )
  expect(rows).toHaveLength(2)
})

it('refuses a version that is known and no longer accepted, and one with the digest of another', async () => {
  expect((await test.send(under(forgotten, [counted({ command: 'init', outcome: 'ok' })]))).status).toBe(422)
  const mixed = test.batch({
    version: '1.9.0',
    digest: newer.digest.slice(0, 16),
    events: [],
    drift: [['context', '*', 'other']],
  })
  expect((await test.send(mixed)).status).toBe(422)
})
