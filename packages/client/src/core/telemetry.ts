import type { Contract } from '@plainsight/contract'
import { createSession, type Session } from './session.ts'
import type { ReportDetails } from '../errors/error-options.ts'
import type { Sink } from './sink.ts'
import type { ChoiceDetails } from './store-choice.ts'
import type { Span, SpanValues } from './span.ts'
import type { FlushResult, Preview, Status, Telemetry, TelemetryOptions } from './telemetry-types.ts'
import type { World } from './world.ts'

/** What a flush takes at most where its caller does not say, ms. */
const FLUSH_LIMIT = 5_000

const NO_PREVIEW: Preview = { batches: [], unfinished: [] }
const nothing = (): void => {}
/** A counter and a span where nothing is counted. */
const NONE = { add: nothing, annotate: nothing, end: nothing }

/** Makes the telemetry of one process out of its world. */
export function makeTelemetry<C extends Contract>(contract: C, options: TelemetryOptions, world: World): Telemetry<C> {
  const session = beginSession(contract, options, world)
  const { fault, spans } = session
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

  const change =
    (part: 'context' | 'ids') =>
    (more: object): void =>
      safely(undefined, () =>
        session.changeSubject((subject) => ({ ...subject, [part]: { ...subject[part], ...more } })),
      )

  const status = (): Status => safely(undefined, () => world.control()?.statusOf(session)) ?? plainStatus(session)

  const telemetry = {
    contract,
    record: session.record,
    counter: (event: string, dimensions: unknown) => safely(NONE, () => boundCounter(session, event, dimensions)),
    span: (event: string, values?: SpanValues) => safely(NONE, () => beginSpan(session, event, values)),
    identify: change('ids'),
    setContext: change('context'),
    operation: () => safely('', () => world.control()?.hex(world.random(16)) ?? ''),
    status,
    setConsent(choice: 'on' | 'off' | 'local', how?: ChoiceDetails) {
      const stored = safely(undefined, () => world.control()?.storeChoice(session, choice, how)) ?? false
      return { stored, status: status() }
    },
    preview: (): Preview =>
      safely(undefined, () => session.files && world.control()?.previewOf(session, session.files)) ?? NO_PREVIEW,
    // A promise always, where nobody was asked, too: whoever asks waits for it.
    reportError: async (error: unknown, details?: ReportDetails) =>
      safely(undefined, () => world.reportError(session, error, details)),
    addSink: (sink: Sink) => safely(undefined, () => world.control()?.addSink(session, sink)) ?? nothing,
    receipts: () => safely(undefined, () => world.control()?.readReceipts(session)) ?? [],
    async flush({ timeoutMs = FLUSH_LIMIT } = {}): Promise<FlushResult> {
      session.keep()
      return session.send(timeoutMs)
    },
    async close(): Promise<void> {
      spans.endAll('ok')
      await telemetry.flush()
      session.silence()
    },
    noNotice: withdraw,
    keepQuiet() {
      withdraw()
      session.silence()
    },
    command(...run: Parameters<Telemetry['command']>): Promise<number> {
      withdraw()
      return world.command(session, telemetry, ...run).catch((error: unknown) => (fault(error), 3))
    },
  }
  // The calls are checked by the contract's types, which are erased here.
  return telemetry as unknown as Telemetry<C>
}

// A place that cannot even be asked about, such as a working folder that is gone: then nothing is counted.
function beginSession(contract: Contract, options: TelemetryOptions, world: World): Session {
  try {
    return createSession(contract, options, world)
  } catch (error) {
    const session = createSession(contract, { ...options, enabled: false }, world)
    session.fault(error)
    return session
  }
}

// The notice waits until the host is idle, or ends: by then a command that is about telemetry has said so. It is due where nobody has
// decided, and again where what was agreed to is another version.
function offerNotice(session: Session): () => void {
  const {
    watch,
    world,
    contract: { consent, version },
    fault,
  } = session
  const { choice, version: chosen, notice } = watch.settings ?? {}
  const { row, tagged } = watch.consent
  const settled = (choice === 'on' ? chosen : notice?.followed && notice.version) === version
  let open = row > 10 && !tagged && !settled && consent.preset !== 'opt-in' && consent.preset !== 'local'
  const show = (): void => {
    try {
      if (open) world.control()?.showNotice(session)
    } catch (error) {
      fault(error)
    }
    open = false
  }
  if (open) {
    world.onLeave({ leave: show, signals: false })
    world.later(0, show)
  }
  return () => {
    open = false
  }
}

function boundCounter(session: Session, event: string, dimensions: unknown): { add(measures?: unknown): void } {
  const bound = session.bindable()?.bind(event, dimensions)
  if (bound === undefined) return NONE
  const { cell, add } = bound
  return {
    add(measures) {
      if (measures === undefined) cell.n++
      else {
        try {
          add(measures)
        } catch (error) {
          session.fault(error)
        }
      }
    },
  }
}

function beginSpan(session: Session, event: string, values: SpanValues | undefined): Span {
  const declared = session.enter()?.eventOf(event)
  if (declared === undefined) return NONE
  const has = (field: string): boolean => Object.hasOwn(declared.uses, field) || declared.measure.includes(field)
  const { unit } = (session.contract.fields.duration ?? {}) as { unit?: string }
  return session.spans.begin(event, values, {
    outcome: has('outcome'),
    durationUnit: has('duration') ? (unit === 's' ? 's' : 'ms') : undefined,
  })
}

// What can be said while the rest is not loaded yet: who decided. Everything else has to be looked up, and reads as undefined.
function plainStatus({ contract: { name, version }, endpoint, watch: { consent } }: Session): Status {
  const contract = { name, version, digest: '' }
  return { ...consent, because: consent.decider, contract, agreed: version, endpoint } as Status
}
