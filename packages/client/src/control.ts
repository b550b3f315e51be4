// The door for tools that parse their words themselves, or with a parser that has no door here.
export {
  runTelemetryCommand,
  telemetryCommands,
  type ControlledTelemetry,
  type TelemetryOption,
  type TelemetrySubcommand,
} from './adapters/telemetry-commands.ts'
