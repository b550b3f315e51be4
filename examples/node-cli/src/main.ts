import { attach, telemetryCommand } from '@plainsight/client/commander'
import { Command } from 'commander'
import { acmeCommands } from './commands.ts'
import { telemetry, version } from './telemetry.ts'

const program = new Command('acme')
  .description('Finds and sums up the notes that people leave in their source code.')
  .version(version)
for (const command of acmeCommands()) program.addCommand(command)

// These two lines are all that the commands need to be counted, and their users to see and to refuse it.
program.addCommand(telemetryCommand(telemetry))
attach(telemetry, program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`acme: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
