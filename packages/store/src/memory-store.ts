import type { AnsweredBatch, Store, StoredRow } from './store.ts'
import { batchNumber, encodeBlock } from './encode-block.ts'
import { eventTable } from './event-table.ts'
import { layoutKey, planMigration, type EventLayout } from './plan-migration.ts'
import { mondayOf, addDays, dayOf } from './utc-day.ts'
import type { TableSpec } from './table-spec.ts'

/** What a test may say about a store in memory. */
export interface MemoryOptions {
  /** The UTC day by which rows expire; default: today's. */
  readonly today?: () => string
}

/** A store in memory, with two more doors for tests. */
export interface MemoryStore extends Store {
  /** The lines of a table as they were inserted, each once. */
  lines(table: string): readonly { readonly [column: string]: unknown }[]
  /** Makes every call answer `unavailable` until it is called with undefined. */
  fail(why: string | undefined): void
}

/**
 * A store for tests and `dev`: the same bytes go in, and the same rows come out. It keeps what the real one promises about writing
 * (tokens, keys, expiry); it does not speak SQL, so `ask` refuses. Questions are tested on the embedded store.
 */
export function createMemoryStore({ today = () => dayOf(Date.now()) }: MemoryOptions = {}): MemoryStore {
  const columns = new Map<string, Map<string, string>>()
  const tables = new Map<string, TableSpec>()
  const rows = new Map<string, Map<string, { [column: string]: unknown }>>()
  const tokens = new Map<string, Set<string>>()
  let layouts: ReadonlyMap<string, EventLayout> = new Map()
  let failing: string | undefined
  let closed = false

  function down(): { readonly kind: 'unavailable'; readonly why: string } | undefined {
    if (closed) return { kind: 'unavailable', why: 'The store is closed.' }
    return failing === undefined ? undefined : { kind: 'unavailable', why: failing }
  }

  return {
    async migrate(contracts) {
      const refusal = down()
      if (refusal !== undefined) return refusal
      const plan = planMigration({ columns, durability: new Map() }, contracts, {
        topology: 'single',
        durability: 'os',
      })
      for (const table of plan.tables) {
        tables.set(table.name, table)
        if (!columns.has(table.name))
          columns.set(table.name, new Map(table.columns.map(({ name, type }) => [name, type])))
      }
      for (const name of plan.standing) {
        const column = /^(\w+)\.(\w+) (.+)$/.exec(name)
        if (column !== null) columns.get(column[1] as string)?.set(column[2] as string, column[3] as string)
      }
      layouts = new Map([...layouts, ...plan.layouts])
      return { kind: 'migrated', steps: plan.steps.flatMap(({ names }) => names) }
    },

    layout: (contract, version) => layouts.get(layoutKey(contract, version)),

    encodeBlock: (blockRows, token) => encodeBlock(layouts, blockRows, token),

    async insertBlock({ token, parts }) {
      const refusal = down()
      if (refusal !== undefined) return refusal
      for (const { table, body } of parts) {
        const spec = tables.get(table)
        if (spec === undefined) return { kind: 'unavailable', why: `There is no table ${table} yet.` }
        const seen = tokens.get(table) ?? new Set()
        if (seen.has(token)) continue
        const parsed: { [column: string]: unknown }[] = []
        for (const line of Buffer.from(body).toString().trimEnd().split('\n')) {
          let row: { [column: string]: unknown }
          try {
            row = JSON.parse(line) as { [column: string]: unknown }
          } catch {
            return { kind: 'rejected', table, why: 'A line is no JSON.' }
          }
          if (Object.keys(row).some((name) => columns.get(table)?.has(name) !== true))
            return { kind: 'rejected', table, why: 'A line names a column that is not there.' }
          parsed.push(row)
        }
        seen.add(token)
        tokens.set(table, seen)
        const held = rows.get(table) ?? new Map<string, { [column: string]: unknown }>()
        rows.set(table, held)
        for (const row of parsed) {
          const key = JSON.stringify(spec.orderBy.map((name) => row[name]))
          const before = held.get(key)
          held.set(key, before === undefined || spec.engine === 'replacing' ? row : added(spec, before, row))
        }
      }
      return { kind: 'stored' }
    },

    async ask() {
      return (
        down() ?? {
          kind: 'refused',
          why: 'The store in memory answers no questions: open the embedded store for that.',
        }
      )
    },

    async lookupBatches(batches) {
      const refusal = down()
      if (refusal !== undefined) return refusal
      const found = new Map<string, AnsweredBatch>()
      for (const batch of batches) {
        const row = rows.get('batches')?.get(JSON.stringify([batchNumber(batch)]))
        if (row !== undefined)
          found.set(batch, { batch, content: hex(row.content, 32), answer: String(row.answer), day: String(row.day) })
      }
      return { kind: 'found', batches: found }
    },

    async *exportRows(contract, { from = '1970-01-01', to = '2148-12-31' } = {}): AsyncGenerator<StoredRow> {
      const refusal = down()
      if (refusal !== undefined) throw new Error(refusal.why)
      const table = eventTable(contract)
      const types = columns.get(table) ?? new Map<string, string>()
      const readable = [...(rows.get(table)?.values() ?? [])].filter(
        ({ day, expires }) => String(day) >= from && String(day) <= to && String(expires) > today(),
      )
      readable.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      for (const row of readable)
        yield Object.fromEntries(
          [...types].map(([name, type]) => [name, storedValue(name, type, row[name])]),
        ) as StoredRow
    },

    async purge(day) {
      const refusal = down()
      if (refusal !== undefined) return refusal
      const gone = new Set<string>()
      for (const [table, held] of rows) {
        for (const [key, row] of held) {
          const monday = mondayOf(String(row.expires))
          if (addDays(monday, 6) > day) continue
          held.delete(key)
          gone.add(`${table}/${monday}`)
        }
      }
      return { kind: 'purged', partitions: [...gone].sort() }
    },

    async health() {
      const refusal = down()
      return refusal === undefined ? { kind: 'up', why: 'The store is in memory.' } : { kind: 'down', why: refusal.why }
    },

    async close() {
      closed = true
    },

    lines: (table) => [...(rows.get(table)?.values() ?? [])],

    fail(why) {
      failing = why
    },
  }
}

function added(
  spec: TableSpec,
  before: { readonly [column: string]: unknown },
  row: { readonly [column: string]: unknown },
): { [column: string]: unknown } {
  const sum: { [column: string]: unknown } = { ...row }
  for (const { name, type } of spec.columns)
    if (type.startsWith('UInt') && !spec.orderBy.includes(name))
      sum[name] = Number(before[name] ?? 0) + Number(row[name] ?? 0)
  return sum
}

function sortKey(row: { readonly [column: string]: unknown }): string {
  return JSON.stringify([row.day, row.event, hex(row.id ?? '0', 16), hex(row.k, 16)])
}

function storedValue(name: string, type: string, value: unknown): unknown {
  if (name === 'id') return value === undefined ? null : hex(value, 16)
  if (name === 'k') return hex(value, 16)
  if (name === 'at') return typeof value === 'string' ? `${value.replace(' ', 'T')}Z` : null
  if (value !== undefined) return value
  if (name === 'count' || name === 'weight') return 1
  return type.startsWith('Map(') ? {} : type.startsWith('Array(') ? [] : type === 'Int64' ? 0 : null
}

function hex(number: unknown, digits: number): string {
  return BigInt(String(number)).toString(16).padStart(digits, '0')
}
