// The door for tools that parse their words themselves.
export { attach, type PlainRun } from './adapters/plain-attach.ts'
export type { Annotation, AttachOptions, RunningCommand } from './adapters/command-runs.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
export { telemetryCommand } from './adapters/plain-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
