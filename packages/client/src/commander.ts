// The door for tools made with commander.
export { attach, type AttachOptions, type CountedTelemetry } from './adapters/commander-attach.ts'
export { telemetryCommand } from './adapters/commander-control.ts'
export type { ControlledTelemetry } from './adapters/telemetry-commands.ts'
