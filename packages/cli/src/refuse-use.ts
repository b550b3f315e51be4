import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** Says in one sentence that a command was not called as it can be, and gives the code for that. */
export function refuseUse(terminal: Terminal, message: string): ExitCode {
  terminal.say(`plainsight: ${message}`)
  return EXIT.wrongUse
}

/** Says in one sentence that something outside failed, and gives the code for that. */
export function refuseOutside(terminal: Terminal, message: string): ExitCode {
  terminal.say(`plainsight: ${message}`)
  return EXIT.outside
}
