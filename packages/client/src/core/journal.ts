import type { Contract } from '@plainsight/contract'
import {
  compileEvent,
  normalEvent,
  type CompiledEvent,
  type NormalEvent,
  type Reason,
} from '@plainsight/contract/judge'
import type { ScrubOptions } from '@plainsight/contract/scrub'
import { admitIds } from './context.ts'
import type { Control } from './control.ts'
import { createCounterTable, type Cell, type CounterTable } from './counter-table.ts'
import { createDriftNotes } from './drift-notes.ts'
import { admitOccurrence, MOST_OCCURRENCES, occurrenceRest } from './occurrence-list.ts'
import type { RareRules } from './rare-rules.ts'
import type { ExternalIds } from './telemetry-types.ts'

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
  /** What is seldom needed; undefined while it cannot be had. */
  control(): Control | undefined
  /** Rules that few events need; undefined while they cannot be had, and then those events are not counted. */
  rare(): RareRules | undefined
  readonly disabledEvents: readonly string[]
  /** What texts are masked of besides. */
  readonly mask: ScrubOptions | undefined
  /** This is no machine, but continuous integration. */
  readonly tagged: boolean
  /** Told when something was recorded that leaves before its day is over. */
  hurry(): void
  /** When the record is made that is being recorded, ms since 1970: its only element. */
  readonly moment: Float64Array
}

/** What one process counted and has not yet kept. */
export interface Journal {
  /** Counts one record; a name that is not declared is drift. */
  record(name: string, given: unknown): void
  /** The cell behind a bound counter; undefined where it cannot be counted. */
  bind(name: string, given: unknown): BoundCell | undefined
  /** Notes that something did not fit. */
  note(event: string, field: string, reason: Reason): void
  /** Adds a row: the rest of its line. */
  push(kind: Row['kind'], rest: string): void
  /** The declaration of an event. */
  eventOf(name: string): NormalEvent | undefined
  /** Sets what all later rows have in common. */
  setSubject(subject: Subject): void
  /** A new UTC day begins: what was counted becomes rows of the day that ended. */
  turn(day: string): void
  /** Hands over all rows and forgets them. */
  drain(): Row[]
  /** Forgets everything that was counted. */
  clear(): void
}

/** What records one event. */
export interface Recorder {
  readonly table?: CounterTable
  /** What each row of this event carries besides. */
  readonly stamp?: () => string
  record(given: unknown): void
  /** The cell behind a bound counter, where it is not the table's own. */
  bind?(given: unknown): BoundCell | undefined
}

/** What a bound counter adds to: one to the cell, or a record with measures. */
export interface BoundCell {
  readonly cell: Pick<Cell, 'n'>
  add(given: unknown): void
}

/** What a recorder of an event with rare rules is made of. */
export interface RecorderTools {
  /** The UTC day that is being counted. */
  day(): string
  note(event: string, field: string, reason: Reason): void
  table(compiled: CompiledEvent): Recorder & { readonly table: CounterTable }
  /** `stampOf` gives what a row carries besides, or undefined when it is not to be recorded. */
  occurrence(
    compiled: CompiledEvent,
    stampOf: (values: { readonly [field: string]: unknown }) => string | undefined,
  ): Recorder
}

const SILENT: Recorder = { record: () => {} }

/**
 * Makes the journal of one process.
 * @param day the UTC day it begins on
 */
export function createJournal(ports: JournalPorts, day: string, subject: Subject): Journal {
  const { contract } = ports
  const recorders = new Map<string, Recorder>()
  const drift = createDriftNotes()
  let rows: Row[] = []
  let occurrences = 0

  function recorderOf(name: string): Recorder {
    const ready = recorders.get(name)
    if (ready !== undefined) return ready
    const event = eventOf(name)
    // Undeclared names are not remembered: a caller may make up any number of them.
    if (event === undefined) return refuse('undeclared', 'unknown-event')
    const made = makeRecorder(name, event)
    recorders.set(name, made)
    return made
  }

  function makeRecorder(name: string, declared: NormalEvent): Recorder {
    // Errors have a call of their own, and are no record without one.
    if (declared.kind === 'errors') return refuse(name, 'malformed')
    if (ports.disabledEvents.includes(name)) return refuse(name, 'disabled')
    if (!declared.sources.includes(ports.source)) return refuse(name, 'wrong-source')
    if (declared.expires !== undefined && ports.control()?.isExpired(declared.expires, contract.version, day) !== false)
      return refuse(name, 'expired-event')
    const event =
      ports.agreed === contract.version ? declared : ports.control()?.agreedEvent(contract, declared, ports.agreed)
    if (event === undefined) return refuse(name, 'not-consented')
    const compiled = compileEvent(contract, name, event, {
      hash: (kind, value) => ports.rare()?.hash(event, kind, value, day),
      mask: ports.mask,
    })
    const tools: RecorderTools = {
      day: () => day,
      note: drift.note,
      table: tableRecorder,
      occurrence: occurrenceRecorder,
    }
    const { sampling, once, identity, alerts, channel, uses } = event
    if (
      sampling ||
      once ||
      identity === 'run' ||
      alerts[0] ||
      channel !== 'usage' ||
      (ports.tagged && identity !== 'none') ||
      uses.installAge ||
      uses.timeToFirstUse
    )
      return ports.rare()?.recorder(compiled, tools) ?? SILENT
    return event.kind === 'rollup' ? tableRecorder(compiled) : occurrenceRecorder(compiled, () => '')
  }

  function tableRecorder(compiled: CompiledEvent): Recorder & { readonly table: CounterTable } {
    const table = createCounterTable(compiled, drift.note)
    return { table, record: table.record }
  }

  // `stampOf` gives what the row carries besides, or undefined when it is not to be recorded.
  function occurrenceRecorder(
    compiled: CompiledEvent,
    stampOf: (values: { readonly [field: string]: unknown }) => string | undefined,
  ): Recorder {
    return {
      record(given) {
        const admitted = admitOccurrence(compiled, given, drift.note, (field) => admitIds(contract, subject.ids)[field])
        const stamp = admitted && stampOf(admitted.fields)
        if (admitted === undefined || stamp === undefined) return
        push('e', occurrenceRest(compiled, admitted, ports.moment[0]!) + stamp)
        if (compiled.event.deliver === 'now') ports.hurry()
        if (++occurrences > MOST_OCCURRENCES) evict()
      },
    }
  }

  function refuse(name: string, reason: Reason): Recorder {
    drift.note(name, '*', reason)
    return SILENT
  }

  function evict(): void {
    occurrences--
    const gone = ports.control()?.evictOldest(rows)
    if (gone) drift.note(gone, '*', 'evicted')
  }

  function eventOf(name: string): NormalEvent | undefined {
    const spec = Object.hasOwn(contract.events, name) ? contract.events[name] : undefined
    return spec === undefined ? undefined : normalEvent(contract, name, spec)
  }

  function push(kind: Row['kind'], rest: string): void {
    rows.push({ kind, tail: `"d":"${day}",${rest}}`, subject })
  }

  // Counters become rows, so that what follows may belong to another day or subject.
  function settle(): void {
    for (const [name, { table, stamp }] of recorders)
      table?.drain((rest) => push('c', `"e":"${name}",${rest}${stamp?.() ?? ''}`))
    for (const [event, field, reason] of drift.drain()) push('d', `"e":"${event}","f":"${field}","w":"${reason}"`)
  }

  function take(): Row[] {
    const taken = rows
    rows = []
    occurrences = 0
    return taken
  }

  return {
    record: (name, given) => recorderOf(name).record(given),
    bind(name, given) {
      const { table, bind } = recorderOf(name)
      if (bind !== undefined) return bind(given)
      const cell = table?.bind(given)
      return cell && { cell, add: (measures) => table?.add(cell, measures) }
    },
    note: drift.note,
    push,
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
    drain() {
      settle()
      return take()
    },
    clear() {
      for (const { table } of recorders.values()) table?.clear()
      drift.clear()
      take()
    },
  }
}
