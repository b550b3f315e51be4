import { choice, defineContract, event } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import { noiseChances } from '@plainsight/contract/noise'
import { expect, it } from 'vitest'
import { askQuestion } from './ask-question.ts'

const contract = normalContract(
  defineContract({
    name: 'acme',
    version: '1.0.0',
    title: 'Acme',
    description: 'For tests',
    owners: ['@acme/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    presence: false,
    fields: { plan: choice(['free', 'pro', 'team'], 'Which plan', { noise: { epsilon: 1 } }) },
    events: {
      'plan.seen': event({
        what: 'A plan was seen',
        why: 'Which plans are used',
        readBy: ['chart:plans'],
        once: 'month',
        fields: { plan: 'optional' },
      }),
    },
  }),
)
const ask = (where: readonly string[] = []): ReturnType<typeof askQuestion> =>
  askQuestion(contract, 'breakdown', { event: 'plan.seen', by: 'plan', where }, { today: '2026-11-20', k: 1 })

it('a noisy field is split by what is estimated, with how far off it may be', () => {
  const truth: { readonly [plan: string]: number } = { free: 6_000, pro: 3_000, team: 1_000, other: 0 }
  const { truth: p, lie: q } = noiseChances(1, 4)
  const plan = ask()
  if (plan.kind === 'refused') throw new Error(plan.message)
  const said = Object.entries(truth).map(([v, count]) => ({ v, times: Math.round(count * p + (10_000 - count) * q) }))
  const answer = plan.answer(
    [...said, { v: '', times: 700 }].map((row) => ({ ...row, hit: 1, n: row.times, s: row.times, top: [-1, -1] })),
  )
  for (const row of answer.rows as readonly { value: string; count: number; plusMinus: number }[]) {
    if (row.value === 'not given') expect(row).toMatchObject({ count: 700, plusMinus: 0 })
    else {
      expect(Math.abs(row.count - truth[row.value]!)).toBeLessThanOrEqual(3)
      expect(row.plusMinus).toBeGreaterThan(100)
    }
  }
  expect(answer.notes.some((note) => note.startsWith('Estimated: each machine answers with noise'))).toBe(true)
})

it('a noisy field is no filter: a single answer says nothing', () => {
  expect(ask(['plan=free'])).toMatchObject({ kind: 'refused', reason: 'not-answerable' })
})
