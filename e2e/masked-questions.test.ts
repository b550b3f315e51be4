import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choice, defineContract, duration, event } from '@plainsight/contract'
import { normalContract, REDACTED, type NormalContract } from '@plainsight/contract/judge'
import { askQuestion, type Answer, type Asked } from '@plainsight/questions'
import { openEmbeddedStore, type EventRow, type Store } from '@plainsight/store'
import { afterAll, beforeAll, expect, it } from 'vitest'

// A field was masked in one version of a contract and is not in the next: the rows of both lie in one column.

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const

function version(number: string, masked: boolean): NormalContract {
  const mask = masked ? { redact: true } : {}
  return normalContract(
    defineContract({
      name: 'acme-m',
      version: number,
      title: 'Acme',
      description: 'For tests',
      owners: ['@acme/dx'],
      consent: { preset: 'opt-in' },
      sources: ['cli'],
      presence: false,
      fields: { plan: choice(['free', 'pro'], 'Which plan', mask), time: duration('How long it took', mask) },
      events: { seen: event({ ...said, fields: { plan: 'optional', time: 'optional' } }) },
    }),
  )
}

const [masked, open] = [version('1.0.0', true), version('2.0.0', false)]
const today = '2026-11-20'
let store: Store
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'masked-'))
  const opened = await openEmbeddedStore({ folder, durability: 'os' })
  if (opened.kind === 'refused') throw new Error(opened.why)
  store = opened.store
  await store.migrate([masked, open])
  const row = (key: number, of: NormalContract, fields: NonNullable<EventRow['fields']>): EventRow => ({
    event: 'seen',
    version: of.version,
    day: '2026-11-18',
    at: '2026-11-18T10',
    source: 'cli',
    actor: 'human',
    fields,
    key: key.toString(16).padStart(16, '0'),
    expires: '2027-11-18',
  })
  const events = [
    ...Array.from({ length: 7 }, (_, i) => row(i + 1, masked, { plan: REDACTED })),
    ...Array.from({ length: 4 }, (_, i) => row(i + 20, open, { plan: 'free', time: 100 })),
    ...Array.from({ length: 5 }, (_, i) => row(i + 40, open, { plan: 'pro', time: 100 })),
  ]
  const { block, refused } = store.encodeBlock({ contract: open.name, events }, 'block-1')
  expect(refused).toEqual([])
  expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
}, 60_000)

afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(question: string, asked: Asked): Promise<Answer> {
  const layout = store.layout(open.name, open.version)
  const plan = askQuestion(open, question, { from: '2026-11-01', to: '2026-11-19', ...asked }, { today, k: 1, layout })
  if (plan.kind === 'refused') throw new Error(plan.message)
  const answer = await store.ask({ sql: plan.sql, params: plan.params })
  if (answer.kind !== 'rows') throw new Error(answer.why)
  return plan.answer(answer.rows)
}

it('rows of the version that masked count, and make no group of their own', async () => {
  const { rows } = await ask('breakdown', { event: 'seen', by: 'plan' })
  expect(JSON.stringify(rows)).not.toContain('redacted')
  const groups = rows.filter(({ part }) => part === 'value').map(({ value }) => value)
  expect(groups).toEqual(expect.arrayContaining(['free', 'pro']))
  const counts = await ask('event-counts', { event: 'seen' })
  expect(JSON.stringify(counts.rows)).toContain('16')
})

it('masked numbers are in no percentile', async () => {
  const { rows } = await ask('durations', { event: 'seen', measure: 'time' })
  expect(rows.find(({ day }) => day === '2026-11-18')).toMatchObject({ values: 9 })
})
