// The door for tools made with oclif.
export { attach, type OclifCommand, type OclifHooks } from './adapters/oclif-attach.ts'
export type { Annotation, AttachOptions, RunningCommand } from './adapters/command-runs.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
export { telemetryCommand } from './adapters/oclif-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
