// The door for tools made with citty.
export { attach, type CittyCommand } from './adapters/citty-attach.ts'
export type { Annotation, AttachOptions, RunningCommand } from './adapters/command-runs.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
export { telemetryCommand, type CittyControl } from './adapters/citty-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
