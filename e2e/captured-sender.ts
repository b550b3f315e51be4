import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InstalledTool } from './installed-tool.ts'
import type { ProofMachine, Variables } from './proof-machine.ts'

/** The command with which a host would have started its detached sender, exactly. */
export interface SenderCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
}

/**
 * Runs the tool to the moment at which it starts a sender, and takes down the command instead of running it, so that a test can
 * start it itself: later, twice, or to be killed. The job lies in the state folder as it would.
 */
export async function captureSender(
  { folder }: InstalledTool,
  machine: ProofMachine,
  env: Variables,
  ...steps: string[]
): Promise<SenderCommand> {
  const note = join(machine.home, 'command.json')
  const hook = join(folder, 'capture.cjs')
  writeFileSync(
    hook,
    `require('child_process').spawn = (program, args, { cwd, env }) => {
      require('fs').writeFileSync(${JSON.stringify(note)}, JSON.stringify({ program, args, cwd, env }))
      return { on() {}, unref() {} }
    }`,
  )
  await machine.run({ ...env, NODE_OPTIONS: `--require=${hook}` }, ...steps)
  return JSON.parse(readFileSync(note, 'utf8')) as SenderCommand
}
