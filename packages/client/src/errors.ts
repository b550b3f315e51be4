// The door to what a host may do about its errors. It carries types and helpers only: a telemetry reports by itself.
export { askAtTerminal, type AskPorts } from './errors/ask-at-terminal.ts'
export type { ErrorsOptions, ReportDetails } from './errors/error-options.ts'
export { watchErrors } from './errors/watch-errors.ts'
