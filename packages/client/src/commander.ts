// The door for tools made with commander.
export { attach, type AttachOptions, type CountedTelemetry } from './adapters/commander-attach.ts'
export { telemetryCommand, type ControlledTelemetry } from './adapters/commander-control.ts'
