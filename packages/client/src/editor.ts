// The door for extensions of editors.
export {
  attach,
  editorOptions,
  editorRoute,
  type EditorCommands,
  type EditorDisposable,
  type EditorHost,
  type EditorOptions,
} from './adapters/editor-attach.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
