import type { Contract } from '@plainsight/contract'
import { canonicalJson } from '@plainsight/contract/canonical'
import { periodOf, scopedHash, scopedId, scopedKey } from '@plainsight/contract/identity'
import {
  compileEvent,
  isAtLeast,
  normalEvent,
  type CompiledEvent,
  type NormalEvent,
  type Reason,
} from '@plainsight/contract/judge'
import { admitIds } from './context.ts'
import { createCounterTable, type Cell, type CounterTable } from './counter-table.ts'
import { createDriftNotes } from './drift-notes.ts'
import { admitOccurrence, MOST_OCCURRENCES, occurrenceRest } from './occurrence-list.ts'
import type { ExternalIds } from './telemetry-types.ts'
import { effectiveRate, isKept, isSampled } from './sampling.ts'

/** Context and external ids as the host gave them, when a row was counted. They are admitted when the row is written. */
export interface Subject {
  readonly context: { readonly [field: string]: unknown }
  /** By kind. */
  readonly ids: ExternalIds
}

/** One line to be, without its setting. */
export interface Row {
  readonly kind: 'c' | 'e' | 'p' | 'd'
  /** Everything after the setting's key: `"d":…}`. */
  readonly tail: string
  readonly subject: Subject
}

/** What a journal may ask of the outside. */
export interface JournalPorts {
  readonly contract: Contract
  readonly source: string
  /** The contract version that was agreed to; what was declared later is not counted. */
  readonly agreed: string
  /** Never a machine: no ids, no hashes. */
  readonly tagged: boolean
  /** The machine's secret, made when first needed; undefined where none may be made. */
  secret(): Uint8Array | undefined
  /** 32 random bytes for this run. */
  runKey(): Uint8Array
  runShare(): number
  chance(): number
  /** Whether a thing that is counted once a month or once ever was counted already; notes it as counted. */
  isRepeated(key: string, period: string): boolean
  readonly disabledEvents: ReadonlySet<string>
  readonly rates: { readonly [event: string]: number }
}

/** What one process counted and has not yet kept. */
export interface Journal {
  /** Counts one record; a name that is not declared is drift. */
  record(name: string, given: unknown, now: number): void
  /** The cell behind a bound counter; undefined where it cannot be counted. */
  bind(name: string, given: unknown): { readonly cell: Cell; add(given: unknown): void } | undefined
  /** The declaration of an event. */
  eventOf(name: string): NormalEvent | undefined
  /** Sets what all later rows have in common. */
  setSubject(subject: Subject): void
  /** A new UTC day begins: what was counted becomes rows of the day that ended. */
  turn(day: string): void
  /** How many occurrences wait in memory. */
  waiting(): number
  /** Hands over all rows and forgets them. */
  drain(): Row[]
  /** Forgets everything that was counted. */
  clear(): void
}

interface Recorder {
  readonly compiled: CompiledEvent
  readonly table: CounterTable | undefined
  /** Whether the unit is in the sample; absent where all are. */
  readonly sampled: (() => boolean) | undefined
  record(given: unknown, now: number): void
}

/** Things counted once that one process remembers. */
const MOST_ONCE = 10_000

const SILENT: Pick<Recorder, 'record'> = { record: () => {} }

/**
 * Makes the journal of one process.
 * @param firstDay the UTC day it begins on
 */
export function createJournal(ports: JournalPorts, firstDay: string, firstSubject: Subject): Journal {
  const recorders = new Map<string, Pick<Recorder, 'record'> & Partial<Recorder>>()
  const drift = createDriftNotes()
  const once = new Set<string>()
  let day = firstDay
  let subject = firstSubject
  let rows: Row[] = []
  let occurrences = 0

  function recorderOf(name: string): Pick<Recorder, 'record'> & Partial<Recorder> {
    const ready = recorders.get(name)
    if (ready !== undefined) return ready
    const made = makeRecorder(name)
    // Undeclared names are not remembered: a caller may make up any number of them.
    if (made !== SILENT) recorders.set(name, made)
    return made
  }

  function makeRecorder(name: string): Pick<Recorder, 'record'> & Partial<Recorder> {
    const event = eventOf(name)
    if (event === undefined) return refuse('undeclared', 'unknown-event')
    if (ports.disabledEvents.has(name)) return refuse(name, 'disabled')
    if (!event.sources.includes(ports.source)) return refuse(name, 'wrong-source')
    if (isExpired(event.expires, ports.contract.version, day)) return refuse(name, 'expired-event')
    const agreed = agreedEvent(ports.contract, event, ports.agreed)
    if (agreed === undefined) return refuse(name, 'not-consented')
    const compiled = compileEvent(ports.contract, name, agreed, { hash: (kind, value) => hashOf(agreed, kind, value) })
    return agreed.kind === 'rollup' ? counterRecorder(compiled) : occurrenceRecorder(compiled)
  }

  function refuse(name: string, reason: Reason): typeof SILENT {
    drift.note(name, '*', reason)
    return SILENT
  }

  function counterRecorder(compiled: CompiledEvent): Recorder {
    const table = createCounterTable(compiled, drift.note)
    const sampled = sampler(compiled)
    if (sampled === undefined && compiled.event.once === undefined)
      return { compiled, table, sampled, record: table.record }
    return {
      compiled,
      table,
      sampled,
      record(given) {
        if (sampled !== undefined && !sampled()) return drift.note(compiled.name, '*', 'sampled')
        if (compiled.event.once !== undefined) {
          const cell = table.bind(given)
          if (cell === undefined || isRepeated(compiled, cell.by)) return
        }
        table.record(given)
      },
    }
  }

  function occurrenceRecorder(compiled: CompiledEvent): Recorder {
    const sampled = sampler(compiled)
    const rate = effectiveRate(compiled.event, ports.rates[compiled.name])
    return {
      compiled,
      table: undefined,
      sampled,
      record(given, now) {
        const admitted = admitOccurrence(
          compiled,
          given,
          drift.note,
          (field) => admitIds(ports.contract, subject.ids)[field],
        )
        if (admitted === undefined) return
        const kept = sampled === undefined || isKept(compiled.event, admitted.fields)
        if (!kept && !sampled()) return drift.note(compiled.name, '*', 'sampled')
        if (isRepeated(compiled, canonicalJson(admitted.fields) as string)) return
        const rest = occurrenceRest(compiled, admitted, now, kept ? undefined : rate, runId(compiled.event))
        push('e', rest)
        if (++occurrences > MOST_OCCURRENCES) evict()
      },
    }
  }

  function evict(): void {
    const oldest = rows.findIndex((row) => row.kind === 'e')
    const [gone] = rows.splice(oldest, 1)
    occurrences--
    drift.note(/"e":"([^"]*)"/.exec(gone?.tail ?? '')?.[1] ?? 'undeclared', '*', 'evicted')
  }

  // One decision for the unit; machines are asked again when the period may have changed.
  function sampler(compiled: CompiledEvent): (() => boolean) | undefined {
    const { event, name } = compiled
    const rate = effectiveRate(event, ports.rates[name])
    if (rate >= 1) return undefined
    const sampling = {
      contract: ports.contract.name,
      secret: ports.secret,
      run: ports.runShare,
      chance: ports.chance,
    }
    if (event.kind === 'event' && event.sampling?.unit === 'occurrence')
      return () => isSampled(event, name, rate, day, sampling)
    let asked: string | undefined
    let answer = false
    return () => {
      if (asked !== day) {
        asked = day
        answer = isSampled(event, name, rate, day, sampling)
      }
      return answer
    }
  }

  function isRepeated(compiled: CompiledEvent, values: string): boolean {
    const { once: how } = compiled.event
    if (how === undefined) return false
    const key = `${compiled.name} ${values}`
    // A host that never repeats itself must not fill the memory.
    if (once.has(key) || once.size >= MOST_ONCE) return true
    once.add(key)
    if (how === 'month') return ports.isRepeated(key, day.slice(0, 7))
    return how === 'install' && ports.isRepeated(key, '-')
  }

  function runId(event: NormalEvent): string | undefined {
    return event.identity === 'run' && !ports.tagged ? scopedId(ports.runKey()) : undefined
  }

  function hashOf(event: NormalEvent, kind: string, value: string): string | undefined {
    if (event.identity === 'none' || ports.tagged) return undefined
    if (event.identity === 'run') return scopedHash(ports.runKey(), kind, value)
    const secret = ports.secret()
    const period = periodOf(event.identity, day)
    if (secret === undefined || period === undefined) return undefined
    return scopedHash(scopedKey(secret, ports.contract.name, event.identity, period, event.link), kind, value)
  }

  function eventOf(name: string): NormalEvent | undefined {
    const { events } = ports.contract
    const spec = Object.hasOwn(events, name) ? events[name] : undefined
    return spec === undefined ? undefined : normalEvent(ports.contract, name, spec)
  }

  function push(kind: Row['kind'], rest: string): void {
    rows.push({ kind, tail: `"d":"${day}",${rest}}`, subject })
  }

  // Counters become rows, so that what follows may belong to another day or subject.
  function settle(): void {
    for (const { compiled, table } of recorders.values()) {
      if (compiled === undefined || table === undefined) continue
      const rate = effectiveRate(compiled.event, ports.rates[compiled.name])
      const id = runId(compiled.event)
      const stamp = `${rate < 1 ? `,"r":${rate}` : ''}${id === undefined ? '' : `,"i":"${id}"`}`
      table.drain((rest) => push('c', `"e":"${compiled.name}",${rest}${stamp}`))
    }
    for (const [event, field, reason] of drift.drain()) push('d', `"e":"${event}","f":"${field}","w":"${reason}"`)
  }

  return {
    record(name, given, now) {
      recorderOf(name).record(given, now)
    },
    bind(name, given) {
      const { compiled, table, sampled } = recorderOf(name)
      if (compiled === undefined || table === undefined || sampled?.() === false) return undefined
      const cell = table.bind(given)
      if (cell === undefined) return undefined
      return { cell, add: (measures) => table.add(cell, measures) }
    },
    eventOf,
    setSubject(next) {
      settle()
      subject = next
    },
    turn(next) {
      settle()
      drift.clear()
      day = next
    },
    waiting: () => occurrences,
    drain() {
      settle()
      const drained = rows
      rows = []
      occurrences = 0
      return drained
    },
    clear() {
      for (const { table } of recorders.values()) table?.clear()
      drift.clear()
      rows = []
      occurrences = 0
    },
  }
}

/** An event as it was agreed to: without what was declared or widened later; undefined when nothing usable is left. */
function agreedEvent(contract: Contract, event: NormalEvent, agreed: string): NormalEvent | undefined {
  if (agreed === contract.version) return event
  if (isLater(event, agreed)) return undefined
  const later = (field: string): boolean => isLater(contract.fields[field] ?? {}, agreed)
  const uses = Object.entries(event.uses)
  if (uses.some(([field, { need }]) => need === 'required' && later(field))) return undefined
  return {
    ...event,
    uses: Object.fromEntries(uses.filter(([field]) => !later(field))),
    measure: event.measure.filter((field) => !later(field)),
  }
}

function isLater(declared: { readonly since?: string; readonly widened?: string }, agreed: string): boolean {
  const { since, widened } = declared
  return (since !== undefined && !isAtLeast(agreed, since)) || (widened !== undefined && !isAtLeast(agreed, widened))
}

function isExpired(expires: string | undefined, version: string, day: string): boolean {
  if (expires === undefined || expires === 'never') return false
  return /^\d{4}-/.test(expires) ? day >= expires : isAtLeast(version, expires)
}
