import type { Contract } from '@plainsight/contract'
import { hex } from '@plainsight/contract/canonical'
import { parseJson } from '../sender/parse-json.ts'
import { openContractCache } from './contract-cache.ts'
import { agreedContract } from './keep-rows.ts'
import { explainConsent } from './explain-consent.ts'
import { createSession, type Session } from './session.ts'
import { GRACE } from './settings.ts'
import { mayShowNotice, showNotice } from './show-notice.ts'
import type { Span, SpanValues } from './span.ts'
import { storeChoice } from './store-choice.ts'
import type { FlushResult, Preview, ReceiptEntry, Status, Telemetry, TelemetryOptions } from './telemetry-types.ts'
import type { World } from './world.ts'

/** What a flush takes at most where its caller does not say, ms. */
const FLUSH_LIMIT = 5_000

const NOTHING_SENT: FlushResult = { taken: 0, dropped: 0, left: 0 }
const NO_COUNTER = { add: (): void => {} }
const NO_SPAN: Span = { annotate: () => {}, end: () => {} }

/** Makes the telemetry of one process out of its world. */
export function makeTelemetry<C extends Contract>(contract: C, options: TelemetryOptions, world: World): Telemetry<C> {
  const session = createSession(contract, options, world)
  const { spans, fault } = session
  const withdraw = offerNotice(session)

  // Nothing that goes wrong here is ever the host's affair.
  function safely<T>(fallback: T, act: () => T): T {
    try {
      return act()
    } catch (error) {
      fault(error)
      return fallback
    }
  }

  const telemetry = {
    contract,
    record: session.record,
    counter: (event: string, dimensions: unknown) => safely(NO_COUNTER, () => boundCounter(session, event, dimensions)),
    span: (event: string, values?: SpanValues) => safely(NO_SPAN, () => beginSpan(session, event, values)),
    identify: (ids: object) =>
      safely(undefined, () => session.changeSubject((subject) => ({ ...subject, ids: { ...subject.ids, ...ids } }))),
    setContext: (context: object) =>
      safely(undefined, () =>
        session.changeSubject((subject) => ({ ...subject, context: { ...subject.context, ...context } })),
      ),
    operation: () => safely('', () => hex(world.random(16))),
    status: () => statusOf(session),
    setConsent(choice: 'on' | 'off' | 'local', how: { readonly by?: string } = {}) {
      const stored = safely(false, () => storeChoice(session, choice, how.by ?? 'host'))
      return { stored, status: statusOf(session) }
    },
    preview: async (): Promise<Preview> => {
      const { files } = session
      try {
        if (files !== undefined) return await world.preview(session.job(), files, session.clock)
      } catch (error) {
        fault(error)
      }
      return { batches: [], unfinished: [] }
    },
    receipts: () => safely([], () => readReceipts(session)),
    flush: async ({ timeoutMs = FLUSH_LIMIT } = {}): Promise<FlushResult> => {
      try {
        return await flush(session, timeoutMs)
      } catch (error) {
        fault(error)
        return NOTHING_SENT
      }
    },
    close: async (): Promise<void> => {
      spans.endAll('ok')
      await telemetry.flush()
      session.silence()
    },
    keepQuiet() {
      withdraw()
      session.silence()
    },
  }
  // The calls are checked by the contract's types, which are erased here.
  return telemetry as unknown as Telemetry<C>
}

// The notice waits until the host is idle, or ends: by then a command that is about telemetry has said so.
function offerNotice(session: Session): () => void {
  if (!mayShowNotice(session)) return () => {}
  let open = true
  const show = (): void => {
    if (!open) return
    open = false
    try {
      showNotice(session)
    } catch (error) {
      session.fault(error)
    }
  }
  const takeBack = [session.world.onLeave({ leave: show, signals: false }), session.world.later(0, show)]
  return () => {
    open = false
    for (const undo of takeBack) undo()
  }
}

function boundCounter(session: Session, event: string, dimensions: unknown): { add(measures?: unknown): void } {
  const bound = session.bindable()?.bind(event, dimensions)
  if (bound === undefined) return NO_COUNTER
  const { cell, add } = bound
  return {
    add(measures) {
      if (measures === undefined) {
        cell.n++
        return
      }
      try {
        add(measures)
      } catch (error) {
        session.fault(error)
      }
    },
  }
}

function beginSpan(session: Session, event: string, values: SpanValues | undefined): Span {
  const journal = session.enter()
  const declared = journal?.eventOf(event)
  if (declared === undefined) return NO_SPAN
  const has = (field: string): boolean => Object.hasOwn(declared.uses, field) || declared.measure.includes(field)
  const { unit } = (session.contract.fields.duration ?? {}) as { unit?: string }
  return session.spans.begin(event, values, {
    outcome: has('outcome'),
    durationUnit: has('duration') ? (unit === 's' ? 's' : 'ms') : undefined,
  })
}

async function flush(session: Session, timeoutMs: number): Promise<FlushResult> {
  const { files, watch, world, clock } = session
  session.keep()
  session.obey()
  if (files === undefined || watch.consent.state !== 'on') return NOTHING_SENT
  const hostAllows = (): boolean => {
    session.obey()
    return watch.consent.state === 'on'
  }
  const [taken, dropped, left] = await world.sendHere(session.job(), files, clock, hostAllows, 0, timeoutMs)
  return { taken, dropped, left }
}

function readReceipts({ world, watch }: Session): ReceiptEntry[] {
  const files = watch.files ?? world.files()
  const text = files === undefined ? '' : (world.disk.read(files.receipts) ?? '')
  return text.split('\n').flatMap((line) => parseJson<ReceiptEntry>(line) ?? [])
}

function statusOf(session: Session): Status {
  const { contract, world, watch, endpoint, stem } = session
  const files = watch.files ?? safeFiles(world)
  try {
    session.obey()
  } catch (error) {
    session.fault(error)
  }
  const { consent, settings } = watch
  const memory = session.memory()
  const stopped = consent.state !== 'off' && memory.stop !== undefined && memory.stop === session.job().product
  const shown = stopped ? { ...consent, state: 'off' as const, decider: 'stopped' as const } : consent
  const digest = openContractCache(contract, world.disk, files?.cache).cache.digest
  const { notice } = settings ?? {}
  return {
    state: shown.state,
    row: shown.row,
    decider: shown.decider,
    because: explainConsent(shown, stem),
    tagged: shown.tagged,
    contract: { name: contract.name, version: contract.version, digest },
    agreed: agreedContract(contract, settings, () => digest).version,
    endpoint,
    folder: files?.folder,
    notice: notice && { at: notice.at, graceEnds: notice.at + GRACE, followed: notice.followed },
    stored: settings?.choice,
    lastAnswer: memory.status === undefined ? undefined : { day: memory.day, status: memory.status },
    hasIdentity: files !== undefined && world.disk.stamp(files.identity) !== undefined,
  }
}

function safeFiles(world: World): ReturnType<World['files']> {
  try {
    return world.files()
  } catch {
    return undefined
  }
}
