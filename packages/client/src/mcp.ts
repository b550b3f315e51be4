// The door for servers of the Model Context Protocol.
export { attach, type McpOptions, type McpServerLike } from './adapters/mcp-attach.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
