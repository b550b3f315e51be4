// The door for Node: commands, daemons, servers.
import type { Contract } from '@plainsight/contract'
import { deafTelemetry, isOffForGood, lateTelemetry } from './core/late-telemetry.ts'
import type { Telemetry, TelemetryOptions } from './core/telemetry-types.ts'
import { onLeave } from './node/exit-hook.ts'
import { givenNow } from './node/given.ts'
import { isBeside, loadRecorder } from './node/load-recorder.ts'

export type { FiredAlert } from './core/alert-monitor.ts'
export type { ConsentState, Decider } from './core/consent.ts'
export type { FunctionSink, Headers, HttpSink, OutgoingBatch, Sink, SinkAnswer } from './core/sink.ts'
export type { Outcome, Span } from './core/span.ts'
export type {
  BoundCounter,
  ConsentChange,
  ExternalIds,
  FlushResult,
  Preview,
  ReceiptEntry,
  SendWay,
  Status,
  Telemetry,
  TelemetryOptions,
  TypedSpan,
} from './core/telemetry-types.ts'

/**
 * Makes the telemetry of this process. It costs less than a millisecond, counts nothing before consent says so, and no call on it
 * throws, waits, or prints to standard output.
 * @param contract what may be reported: the default export of `NAME.telemetry.ts`
 */
export function createTelemetry<const C extends Contract>(contract: C, options: TelemetryOptions = {}): Telemetry<C> {
  const given = givenNow(options.env)
  let made: Telemetry<C> | undefined
  const start = (): Telemetry<C> => {
    try {
      return (made ??= loadRecorder().recordHere(contract, options, given, onLeave))
    } catch {
      // A bundler that left the other file behind, or a tool that removed itself.
      return (made = deafTelemetry(contract))
    }
  }
  const isOff = isOffForGood(contract.name, options, given.env, process.argv)
  const mayNotify = contract.consent.preset !== 'opt-in'
  if (!isOff) {
    // There may be a notice to show, though nothing is ever recorded: when the host is idle, or ends. And what records is there before
    // a tool that updates itself takes it away.
    if (mayNotify || isBeside) setTimeout(mayNotify ? start : loadEarly, 0).unref()
    if (mayNotify) onLeave({ leave: start, signals: false })
  }
  return lateTelemetry(contract, start, isOff)
}

function loadEarly(): void {
  try {
    loadRecorder()
  } catch {
    // The first record will find out.
  }
}
