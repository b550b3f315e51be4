// The door for Node: commands, daemons, servers.
import type { Contract } from '@plainsight/contract'
import { takeRareGates } from '@plainsight/contract/judge'
import { isOffForGood, lateTelemetry } from './core/late-telemetry.ts'
import { makeTelemetry } from './core/telemetry.ts'
import type { Telemetry, TelemetryOptions } from './core/telemetry-types.ts'
import type { World } from './core/world.ts'
import { loadControl } from './node/load-control.ts'
import { onLeave } from './node/exit-hook.ts'
import { givenNow } from './node/given.ts'
import { createNodeWorld } from './node/node-world.ts'

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
  // The types of field that few contracts use lie beside the door.
  takeRareGates((kind) => loadControl()?.rareGate(kind))
  const make = (world: World): Telemetry<C> => makeTelemetry(contract, options, world)
  const given = givenNow(options.env)
  let made: Telemetry<C> | undefined
  const start = (): Telemetry<C> => {
    if (made !== undefined) return made
    const world = createNodeWorld(contract, options, given)
    // A process that the developer's desk started tells it what was recorded.
    made = (world.env.PLAINSIGHT_DESK && loadControl()?.atDesk(make, world, contract.name)) || make(world)
    return made
  }
  const isOff = isOffForGood(contract.name, options, given.env, process.argv)
  // There may be a notice to show, though nothing is ever recorded: when the host is idle, or ends.
  if (!isOff && contract.consent.preset !== 'opt-in') {
    setTimeout(start, 0).unref()
    onLeave({ leave: start, signals: false })
  }
  return lateTelemetry(contract, start, isOff)
}
