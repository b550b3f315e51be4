// The door for Node: commands, daemons, servers.
import type { Contract } from '@plainsight/contract'
import { takeRareGates } from '@plainsight/contract/judge'
import { makeTelemetry } from './core/telemetry.ts'
import type { Telemetry, TelemetryOptions } from './core/telemetry-types.ts'
import { loadControl } from './node/load-control.ts'
import { createNodeWorld } from './node/node-world.ts'

export type { ConsentState, Decider } from './core/consent.ts'
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
  return makeTelemetry(contract, options, createNodeWorld(contract, options))
}
