// The door for tools made with yargs.
export { attach, type YargsProgram } from './adapters/yargs-attach.ts'
export type { Annotation, AttachOptions, RunningCommand } from './adapters/command-runs.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
export { telemetryCommand, type YargsModule } from './adapters/yargs-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
