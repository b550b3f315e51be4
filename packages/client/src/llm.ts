// The door for calls of language models.
export { beginLlmCall, llmCall, type LlmCall, type LlmGiven, type LlmUsage } from './adapters/llm-call.ts'
export { errorCodeOf, type ErrorCode } from './adapters/error-code-of.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
