// The door to a sink that prints, for whoever builds a tool.
import type { FunctionSink } from '../core/sink.ts'

export type { FunctionSink } from '../core/sink.ts'

/** How a sink prints. */
export interface ConsoleOptions {
  readonly name?: string
  /** Writes a line; default: to standard error, since standard output is the tool's own. */
  readonly write?: (line: string) => void
}

/** A sink that prints each record on a line of its own, after a line that says which batch it came in. */
export function consoleSink({ name = 'console', write = toStandardError }: ConsoleOptions = {}): FunctionSink {
  return {
    kind: 'function',
    name,
    take({ batch, day, body }) {
      write(`telemetry: batch ${batch} of ${day}, ${body.contract} ${body.version}, ${body.source}`)
      for (const record of body.events) write(`telemetry:   ${JSON.stringify(record)}`)
      for (const [event, field, reason] of body.drift ?? []) write(`telemetry:   drift: ${event} ${field} ${reason}`)
    },
  }
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`)
}
