// The server: store, collector, questions and dashboard, joined and listening.
export type { AnsweredQuestion } from './answer-question.ts'
export { closeOnSignals } from './close-on-signals.ts'
export { exportRaw, type ExportRawAnswer, type ExportRawOptions } from './export-raw.ts'
export { startServer, type RunningServer, type ServerOptions, type StartAnswer } from './start-server.ts'
