// Fills an embedded store with realistic rows and asks it every question; prints the figures as JSON. Run from its source, with the
// export condition of this repository. Arguments: the folder, rows of the mixed table, rows of the table of sessions, repetitions.
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { defineContract } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import { askQuestion, OPERATORS_K, QUESTIONS } from '@plainsight/questions'
import { eventTable, openEmbeddedStore, type EventRow, type Store } from '@plainsight/store'
import { benchContract } from './bench-contract.ts'
import { DAYS, dayOf, realisticDay, sessionsDay } from './realistic-rows.ts'

/** What is printed. */
export interface StoreFigures {
  readonly rowsPerSecond: number
  /** Of the time that an insert took, the part in this process: making its bytes. */
  readonly encodeShare: number
  /** On disk, indexes and marks included, once everything is merged. */
  readonly mixedBytes: number
  readonly sessionBytes: number
  readonly questions: readonly { readonly name: string; readonly rows: number; readonly ms: readonly number[] }[]
}

const [folder = '', mixedRows = '0', sessionRows = '0', repetitions = '1'] = process.argv.slice(2)
const now = Date.now()
const mixed = normalContract(benchContract)
const sessions = normalContract(defineContract({ ...benchContract, name: 'bench-sessions' }))
const blockRows = 10_000

const opened = await openEmbeddedStore({ folder })
if (opened.kind === 'refused') throw new Error(opened.why)
const { store } = opened
const migrated = await store.migrate([mixed, sessions])
if (migrated.kind !== 'migrated') throw new Error(migrated.why)

const fill = await fillTable(store, mixed.name, Number(mixedRows), realisticDay)
await fillTable(store, sessions.name, Number(sessionRows), sessionsDay)
const questions = []
for (const { name, parameters } of QUESTIONS) {
  // The contract of the bench tells no context value alone, so there is nothing to ask.
  if (name === 'environment') continue
  const takes = (parameter: string): boolean => parameters.some((known) => known.name === parameter)
  const asked = {
    ...(takes('event') ? { event: 'command.completed' } : {}),
    ...(takes('from') ? { from: dayOf(now - DAYS * 86_400_000) } : {}),
    ...(name === 'breakdown' ? { by: 'command' } : {}),
  }
  questions.push(await timeQuestion(name, asked))
}
await store.close()
const [mixedBytes, sessionBytes] = mergedBytes([mixed.name, sessions.name])
process.stdout.write(
  JSON.stringify({
    ...fill,
    mixedBytes: mixedBytes ?? Number.NaN,
    sessionBytes: sessionBytes ?? Number.NaN,
    questions,
  } satisfies StoreFigures),
)
// The engine has threads that keep the process alive.
process.exit(0)

// Bytes a row of each contract's table. The store lets nobody ask about its files, so the engine opens the folder without it.
function mergedBytes(contracts: readonly string[]): number[] {
  const { Session } = createRequire(import.meta.resolve('@plainsight/store'))('chdb') as typeof import('chdb')
  const session = new Session(folder)
  return contracts.map((contract) => {
    const table = eventTable(contract)
    session.query(`OPTIMIZE TABLE plainsight.${table} FINAL`)
    const text = session.query(
      `SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE active AND database = 'plainsight' AND table = '${table}'`,
    )
    return Number(text)
  })
}

async function fillTable(
  target: Store,
  contract: string,
  rows: number,
  dayRows: (back: number, count: number, now: number) => EventRow[],
): Promise<{ rowsPerSecond: number; encodeShare: number }> {
  let encoding = 0
  let inserting = 0
  const perDay = Math.ceil(rows / DAYS)
  for (let back = DAYS; back > 0; back--) {
    const all = dayRows(back, perDay, now)
    for (let first = 0; first < all.length; first += blockRows) {
      const started = performance.now()
      const { block, refused } = target.encodeBlock(
        { contract, events: all.slice(first, first + blockRows) },
        randomUUID(),
      )
      const encoded = performance.now()
      const answer = await target.insertBlock(block)
      const [problem] = refused
      if (problem !== undefined) throw new Error(problem.why)
      if (answer.kind !== 'stored') throw new Error(answer.why)
      encoding += encoded - started
      inserting += performance.now() - encoded
    }
  }
  return { rowsPerSecond: rows / ((encoding + inserting) / 1000), encodeShare: encoding / (encoding + inserting) }
}

async function timeQuestion(name: string, asked: object): Promise<StoreFigures['questions'][number]> {
  const ms: number[] = []
  let rows = 0
  for (let i = -1; i < Number(repetitions); i++) {
    const started = performance.now()
    const plan = askQuestion(mixed, name, asked, { today: dayOf(now), k: OPERATORS_K })
    if (plan.kind === 'refused') throw new Error(`${name}: ${plan.message}`)
    const answer = await store.ask({ sql: plan.sql, params: plan.params })
    if (answer.kind !== 'rows') throw new Error(`${name}: ${answer.why}`)
    rows = plan.answer(answer.rows).rows.length
    if (i >= 0) ms.push(performance.now() - started)
  }
  return { name, rows, ms }
}
