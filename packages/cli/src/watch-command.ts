import { variablePrefix } from '@plainsight/codegen'
import type { CompiledContract } from '@plainsight/contract/judge'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { explainBatch } from './explain-batch.ts'
import { refuseOutside } from './refuse-use.ts'
import { spoolBatches } from './spool-batches.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs a command with telemetry on in a state folder of its own, and shows what it recorded. The machine's real choices, counters
 * and ids are not touched; what forbids counting (DO_NOT_TRACK, a policy, CI) still does.
 * @param url where the command's own sender would deliver
 * @returns `done`, or `finding` when the command failed
 */
export async function watchCommand(
  terminal: Terminal,
  command: readonly string[],
  url: string,
  contracts: ReadonlyMap<string, CompiledContract>,
): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-dev-'))
  try {
    const env: { [name: string]: string } = {}
    for (const name of contracts.keys()) {
      const prefix = variablePrefix(name)
      env[`${prefix}_TELEMETRY`] = '1'
      env[`${prefix}_TELEMETRY_DIR`] = join(folder, name)
      env[`${prefix}_TELEMETRY_ENDPOINT`] = url
    }
    const code = await runToEnd(terminal, command, env)
    if (typeof code === 'string') return refuseOutside(terminal, code)
    for (const [name, compiled] of contracts) showSpool(terminal, join(folder, name), name, compiled)
    return code === 0 ? EXIT.done : EXIT.finding
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function showSpool(terminal: Terminal, folder: string, name: string, compiled: CompiledContract): void {
  const batches = spoolBatches(spoolText(folder))
  if (batches.length === 0) {
    terminal.print(`\n${name}: nothing was recorded. \`${name} telemetry status\` says whether something forbids it.`)
    return
  }
  for (const batch of batches) {
    terminal.print(`\n${name} recorded, for the batch of ${String(batch.day)}:`)
    for (const line of explainBatch(compiled, batch).lines) terminal.print(line)
  }
}

function spoolText(folder: string): string {
  try {
    const files = readdirSync(folder).filter((file) => /^(pending|local)\.jsonl$/.test(file))
    return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  } catch {
    return ''
  }
}

function runToEnd(
  terminal: Terminal,
  [program = '', ...args]: readonly string[],
  env: { readonly [name: string]: string },
): Promise<number | string> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: terminal.cwd, stdio: 'inherit', env: { ...process.env, ...env } })
    // Ctrl-C reaches the child by itself; this process still has to show what it left.
    const wait = (): void => {}
    process.on('SIGINT', wait)
    child.on('error', (error) => resolve(`${program} could not be started: ${error.message}.`))
    child.on('close', (code) => {
      process.off('SIGINT', wait)
      resolve(code ?? 1)
    })
  })
}
