import { Command } from 'commander'
import { askCommand } from './ask-command.ts'
import { checkCommand } from './check-command.ts'
import { devCommand } from './dev-command.ts'
import { diffCommand } from './diff-command.ts'
import type { ExitCode } from './exit-codes.ts'
import { exportCommand } from './export-command.ts'
import { generateCommand } from './generate-command.ts'
import { kitCommand } from './kit-command.ts'
import { newCommand } from './new-command.ts'
import { ownVersion } from './own-version.ts'
import { serveCommand } from './serve-command.ts'
import type { Terminal } from './terminal.ts'

/**
 * The `plainsight` command.
 * @param end is told the exit code when a command is done
 */
export function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('plainsight')
    .description('Usage telemetry in plain sight: check a contract, make its lock and page, run the collector, ask it.')
    .version(ownVersion())
    .addHelpText(
      'after',
      '\nExample:\n  plainsight generate acme.telemetry.ts\n\nExit codes: 0 done, 1 a finding, 2 wrong use, 3 something outside failed.',
    )
    .exitOverride()
  for (const command of [
    newCommand,
    checkCommand,
    generateCommand,
    diffCommand,
    devCommand,
    kitCommand,
    serveCommand,
    askCommand,
    exportCommand,
  ])
    program.addCommand(command(terminal, end).copyInheritedSettings(program))
  return program
}
