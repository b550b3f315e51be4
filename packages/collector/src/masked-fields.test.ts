import { choice, duration, event, flag, id } from '@plainsight/contract'
import { compileContract, REDACTED } from '@plainsight/contract/judge'
import { expect, it } from 'vitest'
import { startTestCollector } from './test-collector.ts'
import { testLock } from './test-contract.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const
const lock = testLock({
  context: [],
  presence: false,
  environment: [],
  fields: {
    user: id('user', 'Who', { pii: true }),
    tenant: choice(['zephyrbank', 'acme'], 'Whose it is', { redact: true }),
    paid: flag('Whether they pay', { redact: true }),
    duration: duration('How long it took', { unit: 'ms' }),
  },
  events: {
    opened: event({
      ...said,
      identity: 'month',
      identityReason: 'x',
      fields: { user: 'optional', tenant: 'required', paid: 'required', duration: 'optional' },
    }),
    closed: event({ ...said, privacy: 'sensitive', fields: { tenant: 'required', duration: 'required' } }),
  },
})
const digest = lock.digest.slice(0, 16)
const at = '2026-11-20T10'

it('what a client masked is taken as it is, and stored as the reserved word or not at all', async () => {
  const client = compileContract(lock.contract)
  const given = { user: 'a'.repeat(32), tenant: 'zephyrbank', paid: true, duration: 12 }
  const events = ['opened', 'closed'].map((name) => {
    const verdict = client.admit(name, given, at)
    return verdict.kind === 'kept' ? verdict.record : undefined
  })
  const test = await startTestCollector({ contracts: [lock] })
  const answer = await test.send(test.batch({ digest, context: {}, events }))
  expect(answer.json).toEqual({ accepted: 2, rejected: [], drift: 0 })
  await test.collector.drain()
  const rows = test.store.lines('events_acme')
  expect(rows.map(({ event: name, f_tenant, f_paid, f_duration }) => ({ name, f_tenant, f_paid, f_duration }))).toEqual(
    expect.arrayContaining([
      { name: 'opened', f_tenant: REDACTED, f_paid: undefined, f_duration: 12 },
      { name: 'closed', f_tenant: REDACTED, f_paid: undefined, f_duration: undefined },
    ]),
  )
  expect(JSON.stringify(rows)).not.toMatch(/zephyrbank|aaaaaaaa/)
  await test.close()
})

it('what no client masked is refused, and nothing of it is stored', async () => {
  const test = await startTestCollector({ contracts: [lock] })
  const events = [
    { name: 'opened', at, fields: { tenant: 'zephyrbank' } },
    { name: 'closed', at, fields: { tenant: 'zephyrbank' } },
    { name: 'opened', at, ids: { user: 'a'.repeat(32) }, fields: { tenant: REDACTED, paid: true, duration: 12 } },
    { name: 'closed', at, fields: { tenant: REDACTED, duration: 12 } },
  ]
  const answer = await test.send(test.batch({ digest, context: {}, events }))
  expect(answer.json).toMatchObject({
    accepted: 2,
    rejected: [
      { index: 0, reason: 'missing-field' },
      { index: 1, reason: 'missing-field' },
    ],
  })
  await test.collector.drain()
  const stored = JSON.stringify(test.store.lines('events_acme'))
  expect(stored).not.toMatch(/zephyrbank|aaaaaaaa|true/)
  expect(stored.match(/"f_duration":12/g)).toHaveLength(1)
  await test.close()
})
