import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { attachOwnTelemetry } from './own-telemetry.ts'
import { refuseOutside } from './refuse-use.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal()
const end = (code: ExitCode): void => {
  process.exitCode = code
}

// A reader that stops early (`plainsight export … | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
  throw error
})

try {
  const program = createProgram(terminal, end)
  await attachOwnTelemetry(program, process.env, end)
  await program.parseAsync()
} catch (error) {
  // Commander has said what was wrong; help and version come this way too.
  if (error instanceof CommanderError) end(error.exitCode === 0 ? EXIT.done : EXIT.wrongUse)
  else end(refuseOutside(terminal, error instanceof Error ? error.message : String(error)))
}
