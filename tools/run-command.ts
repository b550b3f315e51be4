import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** The repository's root folder. */
export const root: string = join(import.meta.dirname, '..')

/** What a finished command left: exit code (null when a signal ended it), and both its output streams in one text. */
export interface CommandResult {
  code: number | null
  output: string
  /** True when the command was ended because its time was over. */
  timedOut: boolean
}

/** How a command is run. */
export interface CommandOptions {
  cwd?: string
  env?: Record<string, string | undefined>
  /** True gives the command `env` and PATH and nothing of ours: no CI, no test runner. */
  onlyThisEnvironment?: boolean
  /** Seconds after which the command and all its children are ended; 600 when absent. */
  limit?: number
  /** True prints the output as it comes, besides keeping it. */
  live?: boolean
}

/**
 * Runs one command to its end, without a shell and without standard input.
 * The repository's own programs are found first, so `node` is the one that the lock file names.
 * Never rejects: a command that cannot be started has the code 127 and says why in its output.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...(options.onlyThisEnvironment ? {} : process.env), PATH: path, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that ending it ends the children too.
      detached: true,
    })
    let output = ''
    let timedOut = false
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (options.live) process.stdout.write(chunk)
    }
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Already gone.
      }
    }
    const timer = setTimeout(
      () => {
        timedOut = true
        output += `\nended after ${options.limit ?? 600} s, its time limit\n`
        endGroup()
      },
      (options.limit ?? 600) * 1000,
    )
    const interrupted = (): void => {
      endGroup()
      process.exit(130)
    }
    process.once('SIGINT', interrupted)
    process.once('SIGTERM', interrupted)
    const finish = (code: number | null): void => {
      clearTimeout(timer)
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
      resolve({ code, output, timedOut })
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`
      finish(127)
    })
    child.on('close', (code) => finish(code))
  })
}
