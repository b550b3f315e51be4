// The door for operations: success and failure declared beside them.
export {
  instrument,
  type Outcoming,
  type Report,
  type Reported,
  type Reports,
} from './adapters/instrument-operation.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
