import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import { isDeeperThan } from '../json-depth.ts'
import type { Parsed, Read } from '../passage.ts'
import { isDay } from '../utc-day.ts'
import type { WireBatch } from '../wire-batch.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const KEYS = ['v', 'batch', 'contract', 'version', 'digest', 'source', 'day', 'context', 'events', 'drift']
/** Longest name, version or digest that is looked at: every declared one is shorter. */
const LONGEST_WORD = 128

/** Parses the body once and looks at its outer shape; what stands inside is left to the judge. */
export function parseBatch(value: Read, { limits }: Desk): Parsed | Answer {
  const { bytes, ...rest } = value
  if (!isUtf8(bytes)) return refuse('malformed', 'The body is not UTF-8.')
  if (isDeeperThan(bytes, limits.depth))
    return refuse('malformed', `The body nests deeper than ${limits.depth} levels.`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return refuse('malformed', 'The body is not JSON.')
  }
  // UTF-8 cannot hold half a character, an escape can. The store would refuse a whole block for one.
  if (/\\u[dD][89a-fA-F]/.test(text) && !isWellFormed(data))
    return refuse('malformed', 'The body holds half of a Unicode character.')
  const batch = shapeOf(data, limits.records)
  return 'kind' in batch ? batch : { ...rest, batch, content: hash('sha256', bytes, 'hex').slice(0, 32) }
}

function shapeOf(data: unknown, most: number): WireBatch | Answer {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return refuse('malformed', 'The body is not a JSON object.')
  const wire = data as { readonly [key: string]: unknown }
  // Of another format nothing else can be said.
  if (wire.v !== 1) return refuse('unknown-format')
  const { batch, contract, version, digest, source, day, context } = wire
  const { events = [], drift = [] } = wire
  if (typeof batch !== 'string' || !UUID.test(batch)) return missing('batch', 'a UUID in lower case')
  if (!isWord(contract)) return missing('contract', 'the name of a contract')
  if (!isWord(version)) return missing('version', 'the version of the contract')
  if (!isWord(digest)) return missing('digest', "the first 16 digits of the contract's digest")
  if (!isWord(source)) return missing('source', 'a source of the contract')
  if (!isDay(day)) return missing('day', 'a UTC day, YYYY-MM-DD')
  if (!Array.isArray(events)) return missing('events', 'a list')
  if (!Array.isArray(drift)) return missing('drift', 'a list')
  if (events.length > most) return refuse('too-large', `The batch holds more than ${most} records.`)
  if (events.length === 0 && drift.length === 0) return refuse('malformed', 'The batch holds no record and no drift.')
  const hasMore = Object.keys(wire).some((key) => !KEYS.includes(key))
  return { batch, contract, version, digest, source, day, context, events, drift, hasMore }
}

function missing(key: string, what: string): Answer {
  return refuse('malformed', `"${key}" has to be ${what}.`)
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_WORD
}

// As deep as `isDeeperThan` has let through.
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isWellFormed)
  return Object.entries(value).every(([key, held]) => key.isWellFormed() && isWellFormed(held))
}
