import type { CommandOutput } from '../core/telemetry-types.ts'
import { foldLines } from './fold-lines.ts'

/** Where a command prints: the only place of the client that writes to standard output, and what is written is what was asked for. */
export const standardOutput: CommandOutput = {
  print: (text) => void process.stdout.write(`${foldLines(text, process.stdout.columns)}\n`),
  complain: (text) => void process.stderr.write(`${foldLines(text, process.stderr.columns)}\n`),
}
