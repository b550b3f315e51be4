// The door for tools made with commander.
export { attach } from './adapters/commander-attach.ts'
export type { Annotation, AttachOptions, RunningCommand } from './adapters/command-runs.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
export { telemetryCommand } from './adapters/commander-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
