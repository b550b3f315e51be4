import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askQuestion, QUESTIONS } from '@plainsight/questions'
import { afterAll, expect, test } from 'vitest'
import { openEmbeddedStore } from './embedded-store.ts'
import type { AnswerRow, Store } from './store.ts'
import { storeSuite } from './store-suite.ts'
import { counterRow, errorRow, FIRST, occurrenceRow, THIRD, TODAY, WITH_ERRORS } from './suite-contract.ts'

const folders: string[] = []

async function open(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-store-'))
  folders.push(folder)
  const answer = await openEmbeddedStore({ folder, durability: 'os' })
  if (answer.kind === 'refused') throw new Error(answer.why)
  return answer.store
}

async function read(store: Store, table: string): Promise<readonly AnswerRow[]> {
  const answer = await store.ask({ sql: `SELECT * FROM ${table} FINAL` })
  if (answer.kind !== 'rows') throw new Error(answer.why)
  return answer.rows
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

storeSuite('the embedded store', { open, read })

test('every question is one that the store answers, also of a version whose fields changed their types', async () => {
  const store = await open()
  try {
    await store.migrate([FIRST, WITH_ERRORS, THIRD])
    const events = [
      errorRow(4),
      counterRow(1),
      occurrenceRow(2),
      occurrenceRow(3, { version: '2.0.0', fields: { files: 4_200, duration: 1_200 } }),
    ]
    await store.insertBlock(store.encodeBlock({ contract: 'acme-x', events }, 'rows').block)
    let asked = 0
    for (const contract of [FIRST, WITH_ERRORS, THIRD]) {
      const layout = store.layout(contract.name, contract.version)
      for (const { name, parameters } of QUESTIONS) {
        if (name === 'environment' && contract.environment === undefined) continue
        const takes = (parameter: string): boolean => parameters.some((known) => known.name === parameter)
        for (const event of takes('event') ? Object.keys(contract.events) : [undefined]) {
          const split = event === 'command.completed' ? 'command' : event === 'program.failed' ? 'class' : 'os'
          const by = name === 'breakdown' || name === 'environment' ? { by: split } : {}
          const about = {
            ...(event === undefined ? {} : { event }),
            ...by,
            ...(takes('from') ? { from: '2026-11-01', to: '2026-11-30' } : {}),
          }
          // An error report measures nothing.
          if (name === 'durations' && event === 'program.failed') continue
          const plan = askQuestion(contract, name, about, { today: TODAY, k: 1, layout })
          if (plan.kind === 'refused') throw new Error(`${name}: ${plan.message}`)
          const answer = await store.ask(plan)
          expect([name, event, answer.kind === 'rows' ? 'rows' : answer.why]).toEqual([name, event, 'rows'])
          asked++
        }
      }
    }
    expect(asked).toBeGreaterThan(2 * QUESTIONS.length)
  } finally {
    await store.close()
  }
})

test('error reports are split by what they say, and values told alone by themselves', async () => {
  const store = await open()
  try {
    await store.migrate([WITH_ERRORS])
    const other = { group: 'fedcba9876543210', class: 'other', handled: true, fatal: false }
    const { at: _at, context: _context, error: _error, ...bare } = errorRow(0)
    const told = (key: number, value: string): ReturnType<typeof errorRow> => ({
      ...bare,
      key: key.toString(16).padStart(16, '0'),
      event: 'plainsight.environment',
      fields: { field: 'os', value },
    })
    const events = [
      errorRow(1),
      errorRow(2),
      errorRow(3, { error: other }),
      told(4, 'linux'),
      told(5, 'linux'),
      told(6, 'darwin'),
    ]
    await store.insertBlock(store.encodeBlock({ contract: 'acme-x', events }, 'rows').block)
    const ask = async (question: string, about: object): Promise<unknown> => {
      const layout = store.layout('acme-x', '1.2.0')
      const days = { from: '2026-11-01', to: '2026-11-30' }
      const asked = question === 'environment' ? { to: days.to, ...about } : { ...days, ...about }
      const plan = askQuestion(WITH_ERRORS, question, asked, { today: TODAY, k: 1, ...(layout && { layout }) })
      if (plan.kind === 'refused') throw new Error(plan.message)
      const answer = await store.ask(plan)
      if (answer.kind !== 'rows') throw new Error(answer.why)
      return plan.answer(answer.rows).rows.map(({ value, count }) => [value, count])
    }
    const event = 'program.failed'
    expect(await ask('breakdown', { event, by: 'class' })).toEqual([
      ['TypeError', 2],
      ['other', 1],
    ])
    expect(await ask('breakdown', { event, by: 'code' })).toEqual([
      ['E_CONFIG', 2],
      ['not given', 1],
    ])
    expect(await ask('breakdown', { event, by: 'fatal', where: ['class=TypeError'] })).toEqual([['true', 2]])
    expect(await ask('breakdown', { event, by: 'group' })).toEqual([
      ['0123456789abcdef', 2],
      ['fedcba9876543210', 1],
    ])
    expect(await ask('breakdown', { event, by: 'command' })).toEqual([['build', 3]])
    expect(await ask('environment', { by: 'os' })).toEqual([
      ['linux', 2],
      ['darwin', 1],
    ])
    expect(await ask('environment', { by: 'ci' })).toEqual([])
  } finally {
    await store.close()
  }
})
