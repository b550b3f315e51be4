import type { CompiledContract } from '@plainsight/contract/judge'
import type { DeskCounts } from './desk-log.ts'
import { visibleValue } from './visible-value.ts'

/** How often something has to have been seen: both ends included. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** What has to have been seen, and what must not. */
export interface Coverage {
  readonly contract: string
  readonly events: ReadonlyMap<string, WantedEvent>
  /** How many different things may not have fitted. */
  readonly unfit: Range | undefined
}

interface WantedEvent {
  readonly range: Range
  readonly values: ReadonlyMap<string, ReadonlyMap<string, Range>>
}

/** A coverage file that was read, or sentences that name the place of each fault. */
export type ReadCoverage =
  | { readonly kind: 'coverage'; readonly coverage: Coverage }
  | { readonly kind: 'refused'; readonly messages: readonly string[] }

const ONCE: Range = { min: 1, max: Infinity }
const KEYS = ['contract', 'events', 'unfit']

/**
 * Reads a coverage file against the contracts that are there: a name that no contract declares is a fault, or a test would wait for it
 * in vain, or be glad in vain that it never came.
 */
export function readCoverage(text: string, contracts: ReadonlyMap<string, CompiledContract>): ReadCoverage {
  const messages: string[] = []
  const fault = (place: string, message: string): void => void messages.push(`${place}: ${message}`)
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    return { kind: 'refused', messages: [`It is not JSON: ${error instanceof Error ? error.message : String(error)}`] }
  }
  if (!isObject(file)) return { kind: 'refused', messages: ['It has to be an object, {"events": {…}}.'] }
  for (const key of Object.keys(file))
    if (!KEYS.includes(key)) fault(key, `there is no such key; there are ${KEYS.join(', ')}.`)
  const only = contracts.size === 1 ? [...contracts.keys()][0] : undefined
  const contract = file['contract'] ?? only
  if (typeof contract !== 'string') fault('contract', `say which one is meant: ${[...contracts.keys()].join(', ')}.`)
  const compiled = typeof contract === 'string' ? contracts.get(contract) : undefined
  if (typeof contract === 'string' && compiled === undefined)
    fault('contract', `there is no contract ${visibleValue(contract)}; there is ${[...contracts.keys()].join(', ')}.`)
  const events = new Map<string, WantedEvent>()
  const wanted = file['events'] ?? {}
  if (!isObject(wanted)) fault('events', 'it has to be an object of event names.')
  else
    for (const [name, given] of Object.entries(wanted)) {
      const read = readEvent(`events.${name}`, given, compiled, name, fault)
      if (read !== undefined) events.set(name, read)
    }
  const unfit = file['unfit'] === undefined ? undefined : readRange('unfit', file['unfit'], fault)
  if (events.size === 0 && unfit === undefined && messages.length === 0)
    fault('events', 'nothing is asked for, so nothing could be missing.')
  return messages.length > 0 || compiled === undefined
    ? { kind: 'refused', messages }
    : { kind: 'coverage', coverage: { contract: contract as string, events, unfit } }
}

type Fault = (place: string, message: string) => void

function readEvent(
  place: string,
  given: unknown,
  compiled: CompiledContract | undefined,
  name: string,
  fault: Fault,
): WantedEvent | undefined {
  const event = compiled?.event(name)
  if (compiled !== undefined && event === undefined && name !== 'plainsight.presence') {
    fault(place, `the contract declares no such event; it has ${Object.keys(compiled.contract.events).join(', ')}.`)
    return undefined
  }
  const values = new Map<string, ReadonlyMap<string, Range>>()
  if (!isObject(given) || given['values'] === undefined) {
    const range = readRange(place, given, fault)
    return range && { range, values }
  }
  const { values: fields, ...rest } = given
  const range = Object.keys(rest).length === 0 ? ONCE : readRange(place, rest, fault)
  if (!isObject(fields)) fault(`${place}.values`, 'it has to be an object of field names.')
  else
    for (const [field, wanted] of Object.entries(fields)) {
      const at = `${place}.values.${field}`
      const slot = event?.slot.get(field)
      if (event !== undefined && (slot === undefined || slot.role === 'measure')) {
        const known = event.slots.filter(({ role }) => role !== 'measure').map((each) => each.name)
        fault(at, `the event is not told apart by such a field; it has ${known.join(', ')}.`)
        continue
      }
      const list = Array.isArray(wanted) ? Object.fromEntries(wanted.map((value) => [asKey(value), true])) : wanted
      if (!isObject(list)) {
        fault(at, 'it has to be a list of values, or an object from values to how often.')
        continue
      }
      const ranges = new Map<string, Range>()
      for (const [value, often] of Object.entries(list)) {
        const wire = wireOf(value)
        const key = visibleValue(slot?.judge(value) === undefined ? value : wire)
        if (slot !== undefined && slot.judge(value) !== undefined && slot.judge(wire) !== undefined)
          fault(`${at}.${value}`, `the field has no such value${allowed(slot.values)}.`)
        const each = readRange(`${at}.${value}`, often, fault)
        if (each !== undefined) ranges.set(key, each)
      }
      values.set(field, ranges)
    }
  return range && { range, values }
}

function readRange(place: string, given: unknown, fault: Fault): Range | undefined {
  if (given === true) return ONCE
  if (given === false) return { min: 0, max: 0 }
  if (isCount(given)) return { min: given, max: given }
  if (isObject(given) && Object.keys(given).every((key) => key === 'min' || key === 'max')) {
    const { min = 0, max = Infinity } = given
    if (isCount(min) && (isCount(max) || max === Infinity) && min <= max && Object.keys(given).length > 0)
      return { min, max }
  }
  fault(place, 'say how often: a whole number, true (at least once), false (never), or {"min": 1, "max": 9}.')
  return undefined
}

/** What is missing, and what should not be there: one sentence each, none when all is as it was asked for. */
export function assessCoverage(
  { contract, events, unfit }: Coverage,
  counts: DeskCounts,
  drift: readonly string[],
): string[] {
  const found: string[] = []
  for (const [name, { range, values }] of events) {
    const seen = counts[contract]?.[name]
    say(found, name, range, seen?.count ?? 0)
    for (const [field, wanted] of values)
      for (const [value, each] of wanted)
        say(found, `${name} with ${field} ${value}`, each, seen?.values[field]?.[value] ?? 0)
  }
  const misfits = [...new Set(drift)]
  if (unfit !== undefined && (misfits.length < unfit.min || misfits.length > unfit.max))
    found.push(
      `what did not fit: seen ${misfits.length} (${misfits.join('; ') || 'nothing'}), wanted ${rangeText(unfit)}`,
    )
  return found
}

function say(found: string[], what: string, range: Range, seen: number): void {
  if (seen < range.min || seen > range.max) found.push(`${what}: seen ${seen}, wanted ${rangeText(range)}`)
}

function rangeText({ min, max }: Range): string {
  if (max === 0) return 'never'
  if (min === max) return `${min}`
  return max === Infinity ? `at least ${min}` : `${min} to ${max}`
}

function allowed(values: readonly unknown[] | undefined): string {
  return values === undefined ? '' : `; it has ${values.slice(0, 20).map(visibleValue).join(', ')}`
}

// Keys of JSON are texts; a flag's value is none.
function wireOf(key: string): unknown {
  return key === 'true' ? true : key === 'false' ? false : /^-?\d+(\.\d+)?$/.test(key) ? Number(key) : key
}

function asKey(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
