import type { CompiledEvent, Slot } from './compiled-event.ts'
import { UNDECLARED, WHOLE_RECORD, type Drift, type Verdict } from './drift.ts'
import { judgeEnvironment } from './environment-record.ts'
import { judgeError } from './judge-error.ts'
import { judgeMeasures } from './judge-measures.ts'
import { hasMoreKeys, judgeValues } from './judge-values.ts'
import { LIMITS } from './limits.ts'
import type { NormalContract } from './normal-contract.ts'
import { judgePresence } from './presence-record.ts'
import type { Reason } from './reasons.ts'
import { isAtLeast } from './semver.ts'
import {
  ENVIRONMENT,
  PRESENCE,
  type ErrorRecord,
  type OccurrenceRecord,
  type RollupRecord,
  type WireRecord,
} from './wire-record.ts'

/** What a station knows of a batch before it judges its records. */
export interface Station {
  /** The source that the batch states; already known to be one of the contract's. */
  readonly source: string
  /** The batch's UTC day, `2026-11-19`. */
  readonly day: string
  /** The contract version that the batch states. */
  readonly version: string
  /** Whether a verified service sent it. */
  readonly service: boolean
}

const NONE: ReadonlyMap<string, Slot> = new Map()

const ID = /^[0-9a-f]{32}$/
const AT = {
  hour: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3])$/,
  minute: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]$/,
  second: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/,
} as const

/**
 * Judges one record of a batch: keeps exactly what `admit` could have made, changes nothing but to leave out, and never throws,
 * whatever it is handed.
 * @param lookup gives the compiled event of a name, undefined for an undeclared one
 * @param environment the fields of the built-in roll-up; none where the contract has it not
 */
export function judgeRecord(
  contract: NormalContract,
  lookup: (name: string) => CompiledEvent | undefined,
  wire: unknown,
  station: Station,
  environment: ReadonlyMap<string, Slot> = NONE,
): Verdict<WireRecord> {
  const drift: Drift[] = []
  const drop = (event: string, reason: Reason): Verdict<WireRecord> => {
    drift.push([event, WHOLE_RECORD, reason])
    return { kind: 'dropped', reason, drift }
  }
  const name = nameOf(wire)
  if (name === undefined) return drop(UNDECLARED, 'malformed')
  const isPresence = name === PRESENCE && contract.presence !== false
  const isEnvironment = name === ENVIRONMENT && environment.size > 0
  const compiled = lookup(name)
  if (!isPresence && !isEnvironment && compiled === undefined) return drop(UNDECLARED, 'unknown-event')
  try {
    const record =
      compiled !== undefined
        ? judgeDeclared(compiled, wire as Wire, station, drift)
        : isEnvironment
          ? judgeEnvironment(wire as Wire, environment)
          : judgePresence(wire as Wire)
    return typeof record === 'string' ? drop(name, record) : { kind: 'kept', record, drift }
  } catch {
    // A getter or a proxy of the caller's threw; nothing of it is kept.
    return drop(name, 'hostile')
  }
}

type Wire = { readonly [key: string]: unknown }

function nameOf(wire: unknown): string | undefined {
  try {
    const name = isObject(wire) ? wire.name : undefined
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

function judgeDeclared(
  compiled: CompiledEvent,
  wire: Wire,
  station: Station,
  drift: Drift[],
): RollupRecord | OccurrenceRecord | ErrorRecord | Reason {
  const { event } = compiled
  if (event.since !== undefined && !isAtLeast(station.version, event.since)) return 'unknown-event'
  if (!event.sources.includes(station.source)) return 'wrong-source'
  if (event.acceptFrom === 'service' && !station.service) return 'service-only'
  if (isExpired(event.expires, station)) return 'expired-event'
  switch (event.kind) {
    case 'rollup':
      return judgeRollup(compiled, wire, drift)
    case 'event':
      return judgeOccurrence(compiled, wire, station, drift)
    case 'errors':
      return judgeReport(compiled, wire, station, drift)
  }
}

function judgeRollup(compiled: CompiledEvent, wire: Wire, drift: Drift[]): RollupRecord | Reason {
  const { by, count, measure, rate, id } = wire
  if (!isObject(by) || typeof count !== 'number' || !Number.isInteger(count) || count < 1) return 'malformed'
  if (count > LIMITS.rowCount) return 'over-limit'
  if (measure !== undefined && !isObject(measure)) return 'malformed'
  const kept = judgeValues(compiled, compiled.body, by, drift)
  if (typeof kept === 'string') return kept
  const measures = measure === undefined ? undefined : judgeMeasures(compiled, count, measure, drift)
  const stamped = judgeStamp(compiled, rate, drift)
  const owner = judgeId(compiled, id, drift)
  const seen = 3 + Number(measure !== undefined) + Number(rate !== undefined) + Number(id !== undefined)
  if (hasMoreKeys(wire, seen)) drift.push([compiled.name, UNDECLARED, 'unknown-field'])
  const record: Writable<RollupRecord> = { name: compiled.name, by: kept, count }
  if (measures !== undefined) record.measure = measures
  if (stamped !== undefined) record.rate = stamped
  if (owner !== undefined) record.id = owner
  return record
}

function judgeOccurrence(
  compiled: CompiledEvent,
  wire: Wire,
  station: Station,
  drift: Drift[],
): OccurrenceRecord | Reason {
  const { name, event, body, externals } = compiled
  const { at, rate, id, ids, fields } = wire
  if (!isObject(fields) || (ids !== undefined && !isObject(ids))) return 'malformed'
  if (!isTime(event.precision, at, station)) return 'malformed'
  const kept = judgeValues(compiled, body, fields, drift)
  if (typeof kept === 'string') return kept
  const owners = judgeValues(compiled, externals, ids ?? {}, drift)
  if (typeof owners === 'string') return owners
  const stamped = judgeStamp(compiled, rate, drift)
  const owner = judgeId(compiled, id, drift)
  const seen =
    2 + Number(at !== undefined) + Number(rate !== undefined) + Number(id !== undefined) + Number(ids !== undefined)
  if (hasMoreKeys(wire, seen)) drift.push([name, UNDECLARED, 'unknown-field'])
  // One order of keys for every record of a kind: rows that look alike are drained alike.
  return {
    name,
    ...(at === undefined ? {} : { at: at as string }),
    ...(stamped === undefined ? {} : { rate: stamped }),
    ...(owner === undefined ? {} : { id: owner }),
    ...(Object.keys(owners).length === 0 ? {} : { ids: owners as { [field: string]: string } }),
    fields: kept,
  }
}

function judgeReport(compiled: CompiledEvent, wire: Wire, station: Station, drift: Drift[]): ErrorRecord | Reason {
  const { name, event, body } = compiled
  const { at, rate, causes, text, fields } = wire
  if (!isObject(fields) || !isTime(event.precision, at, station)) return 'malformed'
  const told = judgeError(compiled, wire, drift)
  if (typeof told === 'string') return told
  const kept = judgeValues(compiled, body, fields, drift)
  if (typeof kept === 'string') return kept
  const stamped = judgeStamp(compiled, rate, drift)
  const seen =
    3 +
    Number(at !== undefined) +
    Number(rate !== undefined) +
    Number(causes !== undefined) +
    Number(text !== undefined)
  if (hasMoreKeys(wire, seen)) drift.push([name, UNDECLARED, 'unknown-field'])
  return {
    name,
    ...(at === undefined ? {} : { at: at as string }),
    ...(stamped === undefined ? {} : { rate: stamped }),
    error: told.error,
    ...(told.causes === undefined ? {} : { causes: told.causes }),
    ...(told.text === undefined ? {} : { text: told.text }),
    fields: kept,
  }
}

function isTime(precision: keyof typeof AT, at: unknown, station: Station): boolean {
  return at === undefined || (typeof at === 'string' && AT[precision].test(at) && at.startsWith(station.day))
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

// The rate is the contract's; the wire may vary it only between the smallest that the contract allows and 1.
function judgeStamp(compiled: CompiledEvent, rate: unknown, drift: Drift[]): number | undefined {
  if (rate === undefined) return undefined
  const { sampling } = compiled.event
  if (sampling !== undefined && typeof rate === 'number' && rate >= (sampling.minRate ?? sampling.rate) && rate <= 1)
    return rate
  drift.push([compiled.name, 'rate', 'out-of-range'])
  return undefined
}

function judgeId(compiled: CompiledEvent, id: unknown, drift: Drift[]): string | undefined {
  if (id === undefined) return undefined
  if (compiled.event.identity !== 'none' && typeof id === 'string' && ID.test(id)) return id
  drift.push([compiled.name, 'id', compiled.event.identity === 'none' ? 'unknown-field' : 'off-shape'])
  return undefined
}

function isExpired(expires: string | undefined, station: Station): boolean {
  if (expires === undefined || expires === 'never') return false
  return /^[0-9]{4}-/.test(expires) ? station.day >= expires : isAtLeast(station.version, expires)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
