import type { Contract, EventNames } from '@plainsight/contract'
import { beforeLeaving } from './before-leaving.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'

/** What is counted, by the contract's names. Events and fields that the contract does not declare are not counted. */
export interface DaemonOptions<Event extends string = string> {
  /** The event of a start: `startup`, how long it took. Default: `daemon.started`. */
  readonly started?: Event
  /** The event of a stop: `reason` (`signal`, `request`, `crash`), `uptime`. Default: `daemon.stopped`. */
  readonly stopped?: Event
}

/** Why a daemon stopped; of two that are true the later word here stands. */
export type StopReason = 'signal' | 'request' | 'crash'

/** A process that lives. */
export interface Daemon {
  /** It is ready. Durations are counted from the start of the process; a second call does nothing. */
  started(values?: { readonly [field: string]: unknown }): void
  /** It is about to stop for this reason; counted when the process ends, or at once with `now`. */
  stopping(reason: StopReason, how?: { readonly now?: boolean }): void
}

const ORDER: readonly StopReason[] = ['signal', 'request', 'crash']

/**
 * Counts a daemon's start and its one stop, however it ends: by a signal, by a request, or by an error that nobody caught. A crash
 * stands above a request, and a request above a signal. A process that is killed outright counts no stop.
 */
export function attach<C extends Contract>(
  counted: CountedTelemetry<C>,
  options: DaemonOptions<EventNames<C>> = {},
): Daemon {
  const { started = 'daemon.started', stopped = 'daemon.stopped' }: DaemonOptions = options
  const telemetry = loosely(counted)
  const { contract } = telemetry
  let reason: StopReason | undefined
  let thrown = false
  let running = false
  let over = false

  function record(event: string, values: { readonly [field: string]: unknown }): void {
    if (Object.hasOwn(contract.events, event))
      telemetry.record(event, onlyDeclared(declaredBy(contract, event), values))
  }

  function raise(to: StopReason): void {
    if (reason === undefined || ORDER.indexOf(to) > ORDER.indexOf(reason)) reason = to
  }

  function stop(): void {
    if (over) return
    over = true
    release()
    // Since the process began, by the clock that never goes back.
    const uptime = performance.now()
    record(stopped, { reason: reason ?? 'request', uptime, duration: uptime })
  }

  // An error that the host caught after all is no crash.
  const release = beforeLeaving(
    telemetry,
    (outcome) => {
      if (outcome === 'aborted') raise('signal')
      if (outcome === 'error' && (thrown || reason === undefined)) raise('crash')
      stop()
    },
    () => raise('signal'),
  )
  process.once('uncaughtExceptionMonitor', () => void (thrown = true))

  return {
    started(values = {}) {
      if (running) return
      running = true
      const startup = performance.now()
      record(started, { ...values, startup, duration: startup })
    },
    stopping(to, { now = false } = {}) {
      raise(to)
      if (now) stop()
    },
  }
}
