// The door for tools that parse their words themselves, ask at their installation, or start other tools of theirs.
export { askConsent, type AskedConsent } from './adapters/ask-consent.ts'
export { childEnvironment, type ChildOptions } from './adapters/child-environment.ts'
export {
  runTelemetryCommand,
  telemetryCommands,
  type ControlledTelemetry,
  type TelemetryOption,
  type TelemetrySubcommand,
} from './adapters/telemetry-commands.ts'
