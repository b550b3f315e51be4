import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../tools/run-command.ts'

/** What a run of the `plainsight` command left. */
export interface CliRun {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The command as a checkout has it. */
export const PLAINSIGHT: string = join(root, 'packages', 'cli', 'bin', 'plainsight.js')

/** Runs `plainsight` in a folder to its end, for two minutes at most; of a variable that is undefined there is none. */
export function runCli(
  cwd: string,
  args: readonly string[],
  env: { readonly [name: string]: string | undefined } = {},
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PLAINSIGHT, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined, CI: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err })
    })
  })
}
