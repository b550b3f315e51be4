import type { Contract } from '@plainsight/contract'
import type { Span } from '../core/span.ts'
import type { Telemetry } from '../core/telemetry-types.ts'

/** The calls that counting needs; every telemetry has them. */
export type CountedTelemetry<C extends Contract> = Pick<Telemetry<C>, 'contract' | 'record' | 'span'>

/** The same calls without their types: an adapter's own values are checked by the contract's gates, and by nothing else. */
export interface LooseTelemetry {
  readonly contract: Contract
  record(event: string, values: object): void
  span(event: string, values?: object): Span
}

/** Takes the types of the calls away. */
export function loosely(telemetry: unknown): LooseTelemetry {
  return telemetry as LooseTelemetry
}
