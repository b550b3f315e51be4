import { createHash } from 'node:crypto'
import { keyToIndex } from '@plainsight/contract/histogram'
import { ENVIRONMENT, PRESENCE, type WireValues } from '@plainsight/contract/judge'
import type { BatchRow, BlockRows, DriftRow, EventRow, OutcomeRow, QuarantineRow } from './block-rows.ts'
import { fitsColumn } from './fits-column.ts'
import { TABLE_DAYS } from './fixed-tables.ts'
import { layoutKey, type EventLayout, type Place } from './plan-migration.ts'
import { addDays, isDay, toDateTime } from './utc-day.ts'

/** The rows of one block that go to one table, as the very bytes that are sent. */
export interface BlockPart {
  readonly table: string
  readonly rows: number
  /** One JSON object a line, a line feed after each, in an order that only their content decides; as bytes where there are many. */
  readonly body: string | Uint8Array
}

/**
 * What one insert writes. Plain data, so that the inbox can keep it: bytes and token are fixed before the first try and never change
 * after it, because a token that named two contents would lose the second without a word.
 */
export interface Block {
  readonly contract: string
  readonly token: string
  readonly parts: readonly BlockPart[]
}

/** A row that no column can hold: our own judge let it through, so it is refused here and not wrapped around by the store. */
export interface RefusedRow {
  readonly kind: 'event' | 'outcome' | 'drift' | 'quarantine' | 'batch'
  /** Its place in the list it came in. */
  readonly index: number
  /** Names the column; never holds the value. */
  readonly why: string
}

/** A block, and what could not be part of it. */
export interface EncodedBlock {
  readonly block: Block
  readonly refused: readonly RefusedRow[]
}

/**
 * Turns rows into the bytes of a block. Pure: the same rows in any order give the same bytes, so that nothing of the order in which
 * they arrived is stored.
 * @param layouts where values go, from the migration
 * @param token names this content and no other: 1–128 characters of `[A-Za-z0-9_.:-]`
 */
export function encodeBlock(layouts: ReadonlyMap<string, EventLayout>, rows: BlockRows, token: string): EncodedBlock {
  if (!/^[A-Za-z0-9_.:-]{1,128}$/.test(token))
    throw new Error('A block needs a token of 1 to 128 characters [A-Za-z0-9_.:-].')
  const refused: RefusedRow[] = []
  const lines = new Map<string, string[]>()

  const put = <Row>(
    kind: RefusedRow['kind'],
    list: readonly Row[] | undefined,
    encode: (row: Row) => Encoded,
  ): void => {
    list?.forEach((row, index) => {
      const encoded = encode(row)
      if ('why' in encoded) refused.push({ kind, index, why: encoded.why })
      else {
        const held = lines.get(encoded.table)
        if (held === undefined) lines.set(encoded.table, [encoded.line])
        else held.push(encoded.line)
      }
    })
  }
  put('event', rows.events, (row) => encodeEvent(layouts.get(layoutKey(rows.contract, row.version)), row))
  put('outcome', rows.outcomes, encodeOutcome)
  put('drift', rows.drift, encodeDrift)
  put('quarantine', rows.quarantine, encodeQuarantine)
  // The batches come last: once they are there, everything that they stand for is.
  put('batch', rows.batches, encodeBatch)

  const parts = [...lines].map(([table, held]) => ({ table, rows: held.length, body: held.sort().join('\n') + '\n' }))
  return { block: { contract: rows.contract, token, parts }, refused }
}

/** The stored hash of a batch id: the first 128 bits of SHA-256("plainsight-stored-batch/1\n" id), as a decimal number. */
export function batchNumber(batch: string): string {
  return hexNumber(createHash('sha256').update(`plainsight-stored-batch/1\n${batch}`).digest('hex').slice(0, 32))
}

type Encoded = { readonly table: string; readonly line: string } | { readonly why: string }

const isWord = fitsColumn('LowCardinality(String)')
const isCount = fitsColumn('UInt32')
const isTotal = fitsColumn('UInt64')

function encodeEvent(layout: EventLayout | undefined, row: EventRow): Encoded {
  if (layout === undefined) return { why: 'no migration has seen this contract version' }
  const { event, version, day, at, source, actor, id, count = 1, weight = 1, key, expires } = row
  const time = at === undefined ? undefined : toDateTime(at)
  const wrong =
    (!isWord(event) && 'event') ||
    (!isDay(day) && 'day') ||
    (at !== undefined && time === undefined && 'at') ||
    (!isWord(source) && 'source') ||
    (!isWord(actor) && 'actor') ||
    (id !== undefined && !/^[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(id) && 'id') ||
    (!(isCount(count) && count > 0) && 'count') ||
    (!(Number.isFinite(weight) && weight >= 1) && 'weight') ||
    (!/^[0-9a-f]{16}$/.test(key) && 'k') ||
    (!isDay(expires) && 'expires')
  if (wrong !== false) return { why: `the column ${wrong} cannot hold it` }

  const stored: { [column: string]: unknown } = { event, version, day }
  if (time !== undefined) stored.at = time
  stored.source = source
  stored.actor = actor
  const why =
    putValues(stored, layout.context, row.context, 'context') ??
    putValues(stored, layout.ids, row.ids, 'ids') ??
    putValues(stored, fieldPlaces(layout, event), row.fields, 'fields') ??
    putValues(stored, layout.errors, row.error, 'error') ??
    putMeasures(stored, layout, row)
  if (why !== undefined) return { why }
  if (id !== undefined) stored.id = hexNumber(id.slice(0, 16))
  stored.count = count
  if (weight !== 1) stored.weight = weight
  stored.k = hexNumber(key)
  stored.expires = expires
  return { table: layout.table, line: JSON.stringify(stored) }
}

function fieldPlaces(layout: EventLayout, event: string): ReadonlyMap<string, Place> {
  if (event === PRESENCE) return layout.presence
  return event === ENVIRONMENT ? layout.environment : layout.fields
}

function putValues(
  stored: { [column: string]: unknown },
  places: ReadonlyMap<string, Place>,
  values: WireValues | undefined,
  what: string,
): string | undefined {
  if (values === undefined) return undefined
  let found = 0
  for (const [name, { column, type }] of places) {
    if (!Object.hasOwn(values, name)) continue
    found++
    const value = values[name]
    if (!fitsColumn(type)(value)) return `the column ${column} cannot hold it`
    stored[column] = value
  }
  // An undeclared name has no column, and is not worth repeating.
  return found === Object.keys(values).length ? undefined : `${what} holds a name that the contract does not declare`
}

function putMeasures(stored: { [column: string]: unknown }, layout: EventLayout, row: EventRow): string | undefined {
  if (row.measures === undefined) return undefined
  let found = 0
  for (const [name, { sum, hist }] of layout.measures) {
    const measure = Object.hasOwn(row.measures, name) ? row.measures[name] : undefined
    if (measure === undefined) continue
    found++
    if (!Number.isSafeInteger(measure.sum)) return `the column ${sum} cannot hold it`
    const buckets: { [index: string]: number } = {}
    for (const [key, held] of Object.entries(measure.hist)) {
      const index = keyToIndex(key)
      if (index === undefined || !isCount(held)) return `the column ${hist} cannot hold it`
      buckets[index] = held
    }
    stored[sum] = measure.sum
    stored[hist] = buckets
  }
  return found === Object.keys(row.measures).length
    ? undefined
    : 'measures holds a name that the contract does not declare'
}

function encodeOutcome(row: OutcomeRow): Encoded {
  const minute = toDateTime(row.minute)
  if (minute === undefined) return { why: 'the column minute cannot hold it' }
  const { contract, version, source, outcome, reason, count } = row
  return words(
    'outcomes',
    { contract, version, source, outcome, reason },
    isTotal(count) ? { minute, count } : 'count',
    row.minute.slice(0, 10),
  )
}

function encodeDrift(row: DriftRow): Encoded {
  const { day, contract, version, event, field, reason, machines } = row
  return words(
    'drift',
    { contract, version, event, field, reason },
    isTotal(machines) ? { day, machines } : 'machines',
    day,
  )
}

function encodeQuarantine(row: QuarantineRow): Encoded {
  const { day, contract, reason, rule, digest } = row
  const number = /^[0-9a-f]{32}$/.test(digest) ? { day, digest: hexNumber(digest) } : 'digest'
  return words('quarantine', { contract, reason, rule }, number, day)
}

function encodeBatch(row: BatchRow): Encoded {
  const { batch, content, answer, day } = row
  // A refusal for each of a batch's hundred records is some 4 kB.
  if (typeof answer !== 'string' || answer.length > 65_536 || !answer.isWellFormed())
    return { why: 'the column answer cannot hold it' }
  const numbers = /^[0-9a-f]{32}$/.test(content)
    ? { batch: batchNumber(batch), content: hexNumber(content), answer, day }
    : 'content'
  return words('batches', {}, numbers, day)
}

function words(
  table: keyof typeof TABLE_DAYS,
  texts: { readonly [column: string]: string },
  rest: { readonly [column: string]: unknown } | string,
  day: string,
): Encoded {
  if (!isDay(day)) return { why: 'the column day cannot hold it' }
  const wrong =
    Object.entries(texts).find(([, text]) => !isWord(text))?.[0] ?? (typeof rest === 'string' ? rest : undefined)
  if (wrong !== undefined) return { why: `the column ${wrong} cannot hold it` }
  return { table, line: JSON.stringify({ ...texts, ...(rest as object), expires: addDays(day, TABLE_DAYS[table]) }) }
}

function hexNumber(hex: string): string {
  return BigInt(`0x${hex}`).toString()
}
