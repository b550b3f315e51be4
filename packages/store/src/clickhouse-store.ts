import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { encodeBlock, batchNumber, type Block } from './encode-block.ts'
import { eventTable } from './event-table.ts'
import { exportQuery, storedRow } from './export-query.ts'
import { gateQuestion } from './gate-question.ts'
import { layoutKey, planMigration, type EventLayout } from './plan-migration.ts'
import { readState } from './read-state.ts'
import type { AnswerRow, AnsweredBatch, Store, StoreHealth, StoredRow, Unavailable } from './store.ts'
import { createTable, insertTarget, quoteName, type DdlOptions } from './table-ddl.ts'
import { addDays, dayOf } from './utc-day.ts'

/** The one driver, three times: each with the rights and the limits of its work. */
export interface StoreClients {
  readonly writer: ClickHouseClient
  readonly reader: ClickHouseClient
  readonly exporter: ClickHouseClient
}

/** What the store needs to reach its ClickHouse, whatever it is. */
export interface ClickHouseStoreOptions {
  readonly clients: StoreClients
  readonly ddl: DdlOptions
  /** Waits until the other side can be asked; false when it cannot. */
  readonly up: (withinMs: number) => Promise<boolean>
  /** A call waits and waits: is there anybody? */
  readonly suspect: () => Promise<void>
  readonly health: () => Promise<StoreHealth>
  /** Lets go of the other side, after the clients. */
  readonly close: () => Promise<void>
}

/** How long a question waits for a store that is being started again. */
const QUESTION_WAIT_MS = 5_000

/** How long a call waits before somebody looks whether the other side is there at all. */
const SUSPECT_AFTER_MS = 5_000

/** The driver puts a question's values into its address, 50 bytes a batch; ClickHouse takes a value of 128 KiB, the child the same. */
const LOOKED_UP_AT_ONCE = 2_000

/** The record of the steps that have run, so that a person can see when a column came. */
const MIGRATIONS = {
  name: 'migrations',
  engine: 'replacing',
  columns: [
    { name: 'step', type: 'String', comment: 'What stands since then' },
    { name: 'at', type: "DateTime('UTC')", comment: 'When it was done' },
    // Never purged: partitions are by week of expiry in every table, and this week is far away.
    { name: 'expires', type: 'Date', fallback: "toDate('2148-12-31')" },
  ],
  orderBy: ['step'],
  shardBy: 'cityHash64(step)',
} as const

/** ClickHouse's numbers for a content that no second try will make acceptable. Anything else is tried again: nothing is lost by waiting. */
const DATA_ERRORS: ReadonlySet<string> = new Set(
  // CANNOT_PARSE_… in all their kinds, TYPE_MISMATCH, ARGUMENT_OUT_OF_BOUND, INCORRECT_DATA, TOO_LARGE_STRING_SIZE, null in a plain column
  [6, 25, 26, 27, 28, 38, 41, 53, 69, 70, 72, 74, 85, 117, 129, 130, 131, 190, 321, 349, 376, 441, 467, 691].map(
    String,
  ),
)

/** The store over ClickHouse's HTTP interface. */
export function createClickHouseStore(options: ClickHouseStoreOptions): Store {
  const { clients, ddl } = options
  let layouts: ReadonlyMap<string, EventLayout> = new Map()
  let closed = false

  async function attempt<Done>(
    waitMs: number,
    work: () => Promise<Done>,
  ): Promise<Done | Unavailable | ClickHouseError> {
    if (closed) return { kind: 'unavailable', why: 'The store is closed.' }
    if (!(await options.up(waitMs))) return { kind: 'unavailable', why: (await options.health()).why }
    const watch = suspectWhileWaiting()
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof ClickHouseError) return cause
      return {
        kind: 'unavailable',
        why: `The store did not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      }
    } finally {
      clearInterval(watch)
    }
  }

  // Long work is no fault, a process that does not answer at all is one.
  function suspectWhileWaiting(): NodeJS.Timeout {
    return setInterval(() => void options.suspect(), SUSPECT_AFTER_MS).unref()
  }

  async function command(sql: string): Promise<void> {
    await clients.writer.command({ query: sql })
  }

  async function rows<Row>(
    client: ClickHouseClient,
    query: string,
    params: { readonly [name: string]: unknown } = {},
  ): Promise<Row[]> {
    const answer = await client.query({ query, format: 'JSONEachRow', query_params: { ...params } })
    return answer.json<Row>()
  }

  async function insert(table: string, body: string | Uint8Array, token: string): Promise<void> {
    const { stream } = await clients.writer.exec({
      query: `INSERT INTO ${quoteName(insertTarget(table, ddl.topology))} FORMAT JSONEachRow`,
      values: Readable.from([typeof body === 'string' ? Buffer.from(body) : body], { objectMode: false }),
      clickhouse_settings: {
        insert_deduplication_token: token,
        // An answer stands for rows that are stored: never `wait_for_async_insert = 0`.
        async_insert: 0,
        // A key that has no column is our own mistake, and dropping it would hide it.
        input_format_skip_unknown_fields: 0,
        input_format_null_as_default: 0,
      },
    })
    stream.resume()
    await new Promise<void>((resolve, reject) => stream.once('end', resolve).once('error', reject))
  }

  return {
    async migrate(contracts) {
      const done = await attempt(QUESTION_WAIT_MS, async () => {
        for (const statement of createTable(MIGRATIONS, ddl)) await command(statement)
        const recorded = new Set(
          (await rows<{ step: string }>(clients.writer, 'SELECT DISTINCT step FROM migrations')).map(
            ({ step }) => step,
          ),
        )
        const plan = planMigration(await readState((sql) => rows(clients.writer, sql), ddl.topology), contracts, ddl)
        for (const step of plan.steps) {
          for (const statement of step.statements) await command(statement)
          await record(step.names)
          for (const name of step.names) recorded.add(name)
        }
        // Steps whose record was lost with the process that ran them.
        await record(plan.standing.filter((name) => !recorded.has(name)))
        layouts = new Map([...layouts, ...plan.layouts])
        return plan.steps.flatMap(({ names }) => names)
      })
      if (done instanceof ClickHouseError)
        return { kind: 'unavailable', why: `The store refused a step of the migration: ${done.message}` }
      return Array.isArray(done) ? { kind: 'migrated', steps: done } : done

      async function record(names: readonly string[]): Promise<void> {
        if (names.length === 0) return
        const at = new Date().toISOString().slice(0, 19).replace('T', ' ')
        const body = names.map((step) => `${JSON.stringify({ step, at })}\n`).join('')
        await insert(MIGRATIONS.name, body, createHash('sha256').update(body).digest('hex'))
      }
    },

    layout: (contract, version) => layouts.get(layoutKey(contract, version)),

    encodeBlock: (blockRows, token) => encodeBlock(layouts, blockRows, token),

    async insertBlock(block: Block) {
      for (const { table, body } of block.parts) {
        const answer = await attempt(0, () => insert(table, body, block.token))
        if (answer === undefined) continue
        if (!(answer instanceof ClickHouseError)) return answer
        if (DATA_ERRORS.has(answer.code)) return { kind: 'rejected', table, why: answer.message }
        return { kind: 'unavailable', why: `The store refused the block for now: ${answer.message}` }
      }
      return { kind: 'stored' }
    },

    async ask({ sql, params = {} }) {
      const refusal = gateQuestion(sql)
      if (refusal !== undefined) return { kind: 'refused', why: refusal }
      const answer = await attempt(QUESTION_WAIT_MS, () => rows<AnswerRow>(clients.reader, sql, params))
      if (Array.isArray(answer)) return { kind: 'rows', rows: answer }
      if (!(answer instanceof ClickHouseError)) return answer
      if (TOO_HEAVY.has(answer.code)) return { kind: 'too-heavy', why: answer.message }
      if (NOT_NOW.has(answer.code)) return { kind: 'unavailable', why: answer.message }
      return { kind: 'refused', why: answer.message }
    },

    async lookupBatches(batches) {
      const names = new Map(batches.map((batch) => [batchNumber(batch), batch]))
      const found = new Map<string, AnsweredBatch>()
      if (names.size === 0) return { kind: 'found', batches: found }
      const numbers = [...names.keys()]
      for (let first = 0; first < numbers.length; first += LOOKED_UP_AT_ONCE) {
        const answer = await attempt(QUESTION_WAIT_MS, () =>
          rows<{ number: string; hash: string; answer: string; day: string }>(
            clients.reader,
            "SELECT toString(batch) AS number, leftPad(lower(hex(content)), 32, '0') AS hash, answer, day FROM batches FINAL WHERE batch IN (SELECT toUInt128(arrayJoin({numbers:Array(String)})))",
            { numbers: numbers.slice(first, first + LOOKED_UP_AT_ONCE) },
          ),
        )
        if (answer instanceof ClickHouseError) return { kind: 'unavailable', why: answer.message }
        if (!Array.isArray(answer)) return answer
        for (const row of answer) {
          const batch = names.get(row.number)
          if (batch !== undefined) found.set(batch, { batch, content: row.hash, answer: row.answer, day: row.day })
        }
      }
      return { kind: 'found', batches: found }
    },

    async *exportRows(contract, days = {}): AsyncGenerator<StoredRow> {
      if (closed) throw new Error('The store is closed.')
      if (!(await options.up(QUESTION_WAIT_MS))) throw new Error((await options.health()).why)
      const watch = suspectWhileWaiting()
      try {
        const table = eventTable(contract)
        const there = await rows<{ name: string; type: string }>(clients.writer, columnsOf(table))
        if (there.length === 0) return
        const query = exportQuery(table, there)
        const today = dayOf(Date.now())
        const range = { from: days.from ?? '1970-01-01', to: days.to ?? '2148-12-31', today }
        for (const { day } of await rows<{ day: string }>(clients.exporter, query.days, range)) {
          const answer = await clients.exporter.query({
            query: query.rows,
            format: 'JSONEachRow',
            query_params: { day, today },
          })
          for await (const piece of answer.stream<{ [column: string]: unknown }>())
            for (const row of piece) yield storedRow(row.json())
        }
      } catch (cause) {
        throw new Error('The store went away during an export; what was read of it is not whole.', { cause })
      } finally {
        clearInterval(watch)
      }
    },

    async purge(today) {
      const done = await attempt(QUESTION_WAIT_MS, async () => {
        const due = await rows<{ table: string; partition: string; id: string }>(
          clients.writer,
          `SELECT DISTINCT table, partition, partition_id AS id FROM system.parts WHERE database = currentDatabase() AND active AND partition <= '${addDays(today, -6)}' ORDER BY table, partition`,
        )
        for (const { table, id } of due)
          await command(`ALTER TABLE ${quoteName(table)} DROP PARTITION ID '${id.replace(/\W/g, '')}'`)
        return due.map(({ table, partition }) => `${table}/${partition}`)
      })
      if (done instanceof ClickHouseError) return { kind: 'unavailable', why: done.message }
      return Array.isArray(done) ? { kind: 'purged', partitions: done } : done
    },

    health: () => (closed ? Promise.resolve({ kind: 'down', why: 'The store is closed.' }) : options.health()),

    async close() {
      if (closed) return
      closed = true
      await Promise.all(Object.values(clients).map((client) => client.close().catch(() => {})))
      await options.close()
    },
  }
}

// TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED, TOO_MANY_ROWS_OR_BYTES, TOO_MANY_ROWS
const TOO_HEAVY: ReadonlySet<string> = new Set(['159', '160', '241', '396', '158'])

// TOO_MANY_SIMULTANEOUS_QUERIES, ABORTED
const NOT_NOW: ReadonlySet<string> = new Set(['202', '236'])

function columnsOf(table: string): string {
  return `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '${table}' ORDER BY position`
}
