// What only the `telemetry` command needs: loaded when it runs.
import { runCommand } from '../command/run-command.ts'
import type { World } from '../core/world.ts'
import { postBatch } from '../sender/post-batch.ts'

/** Runs a subcommand in this process, with its network and its terminal. */
export const commandHere: World['command'] = (session, calls, name, given, output) =>
  runCommand(session, calls, name, given, output, {
    post: postBatch,
    ask,
    isInteractive: () => process.stdin.isTTY === true && process.stderr.isTTY === true,
  })

// Standard output is left alone: what is asked is no answer to anything.
function ask(question: string): Promise<string | undefined> {
  const { createInterface } = process.getBuiltinModule('node:readline')
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    let said: string | undefined
    lines.on('SIGINT', () => lines.close())
    lines.on('close', () => {
      process.stdin.pause()
      if (said === undefined) process.stderr.write('\n')
      resolve(said)
    })
    lines.question(question, (answer) => {
      said = answer
      lines.close()
    })
  })
}
