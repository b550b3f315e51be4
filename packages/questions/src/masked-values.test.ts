import { choice, defineContract, duration, event } from '@plainsight/contract'
import { normalContract, type NormalContract } from '@plainsight/contract/judge'
import { expect, it } from 'vitest'
import { askQuestion } from './ask-question.ts'
import { contractMenu } from './contract-menu.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const

/** A contract with a field that every event masks, one that only a sensitive event masks, and one that none masks. */
const contract: NormalContract = normalContract(
  defineContract({
    name: 'acme-x',
    version: '1.0.0',
    title: 'Acme',
    description: 'For tests',
    owners: ['@acme/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    presence: false,
    fields: {
      tenant: choice(['a', 'b'], 'Whose it is', { redact: true }),
      plan: choice(['free', 'pro'], 'Which plan'),
      pause: duration('How long it waited', { pii: true }),
      time: duration('How long it took'),
    },
    events: {
      open: event({ ...said, fields: { tenant: 'required', plan: 'required', pause: 'optional', time: 'optional' } }),
      closed: event({ ...said, privacy: 'sensitive', fields: { plan: 'required', time: 'optional' } }),
    },
  }),
)
const ask = (question: string, asked: object): ReturnType<typeof askQuestion> =>
  askQuestion(contract, question, asked, { today: '2026-11-20', k: 5 })

it.each([
  ['a masked field', 'open', 'tenant'],
  ['a field of a class that masks all', 'closed', 'plan'],
])('nothing is split by %s, nor counted where it has a value', (_, name, field) => {
  const refused = { kind: 'refused', reason: 'not-answerable', message: expect.stringContaining('is masked') as string }
  expect(ask('breakdown', { event: name, by: field })).toMatchObject(refused)
  expect(ask('event-counts', { event: name, where: [`${field}=free`] })).toMatchObject(refused)
  const menu = contractMenu(contract, 'digest').events.find((one) => one.name === name)
  expect(menu?.splits.map((split) => split.name)).not.toContain(field)
})

it('a masked number has no percentiles', () => {
  expect(ask('durations', { event: 'open', measure: 'pause' })).toMatchObject({ kind: 'refused' })
  expect(ask('durations', { event: 'open' })).toMatchObject({ kind: 'plan', parameters: { measure: 'time' } })
  expect(ask('durations', { event: 'closed' })).toMatchObject({ kind: 'refused', message: 'closed measures nothing.' })
})

it('where an older version masked a field, its reserved word is no group: such rows are as if they had no value', () => {
  const plan = ask('breakdown', { event: 'open', by: 'plan' })
  expect(plan).toMatchObject({ kind: 'plan', sql: expect.stringContaining("'[redacted]', ''") as string })
  expect(ask('event-counts', { event: 'open', where: ['plan=[redacted]'] })).toMatchObject({
    kind: 'refused',
    message: '"[redacted]" is no value of "plan".',
  })
})
