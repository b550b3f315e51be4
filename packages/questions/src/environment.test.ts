import { defineContract } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import { expect, it } from 'vitest'
import type { StoreRow } from './question.ts'
import { askQuestion } from './ask-question.ts'

const contract = (environment: readonly string[]): ReturnType<typeof normalContract> =>
  normalContract(
    defineContract({
      name: 'acme',
      version: '1.0.0',
      title: 'Acme',
      description: 'For tests',
      owners: ['@acme/dx'],
      consent: { preset: 'opt-in' },
      sources: ['cli'],
      environment,
      fields: {},
      events: {},
    }),
  )
const setting = { today: '2026-11-20', k: 5 }

it('shares are of the machines that told the value in the calendar month', () => {
  const plan = askQuestion(contract(['os']), 'environment', { by: 'os', to: '2026-02-11' }, setting)
  if (plan.kind === 'refused') throw new Error(plan.message)
  expect(plan.params).toMatchObject({ field: 'os', from: '2026-02-01', to: '2026-02-28' })
  const row = (v: string, n: number): StoreRow => ({ hit: 1, v, n, s: n, top: [-1, -1] })
  const answer = plan.answer([row('linux', 700), row('darwin', 200), row('windows', 100), row('freebsd', 2)])
  expect(answer.rows).toEqual([
    expect.objectContaining({ value: 'linux', count: 700, share: 0.7 }),
    expect.objectContaining({ value: 'darwin', count: 200, share: 0.2 }),
    expect.objectContaining({ value: 'few', part: 'few', count: 100 }),
  ])
})

it.each([
  ['nothing', {}, /Name what to split by, one of os/],
  ['a field that is not told alone', { by: 'arch' }, /"arch" is none/],
  ['no day', { by: 'os', to: 'May' }, /"to" has to be a day/],
  ['a filter', { by: 'os', where: ['arch=x64'] }, /nothing beside it/],
])('%s is refused', (_, asked, message) => {
  expect(askQuestion(contract(['os']), 'environment', asked, setting)).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(message),
  })
})

it('has a question of its own, and is no event for the others', () => {
  const plan = askQuestion(contract(['os']), 'breakdown', { event: 'plainsight.environment', by: 'os' }, setting)
  expect(plan).toMatchObject({ kind: 'refused', message: expect.stringContaining('ask `environment`') })
})

it('is not answerable where the contract tells none', () => {
  expect(askQuestion(contract([]), 'environment', { by: 'os' }, setting)).toMatchObject({ reason: 'not-answerable' })
})
