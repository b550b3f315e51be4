// What only the `telemetry` command needs: loaded when it runs.
import { runCommand } from '../command/run-command.ts'
import type { World } from '../core/world.ts'
import { postBatch } from '../sender/post-batch.ts'

/** Runs a subcommand in this process, with its network. */
export const commandHere: World['command'] = (session, calls, name, given, output) =>
  runCommand(session, calls, name, given, output, { post: postBatch })
