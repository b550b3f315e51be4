import { Command } from 'commander'
import { rmSync } from 'node:fs'
import { relative } from 'node:path'
import { examineContract } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingText } from './finding.ts'
import { nameFiles } from './name-files.ts'
import { planOutputs, type OutputPlan } from './plan-outputs.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { writeWhole } from './write-whole.ts'

interface GenerateOptions {
  readonly check?: true
  readonly json?: true
}

/** `plainsight generate`: writes the lock and everything else that is made from a contract. */
export function generateCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('generate')
    .description('write the lock and the user page of a contract, the first time too')
    .argument('[file]', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option('--check', 'write nothing; fail when something is missing or stale')
    .option('--json', 'what was written (or is stale) as JSON')
    .addHelpText('after', '\nExample:\n  plainsight generate acme.telemetry.ts')
    .action(async (given: string | undefined, options: GenerateOptions) => end(await run(terminal, given, options)))
}

async function run(terminal: Terminal, given: string | undefined, options: GenerateOptions): Promise<ExitCode> {
  const named = nameFiles(terminal, given)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const plans: OutputPlan[] = []
  let unusable = 0
  for (const file of named.files) {
    const { contract, findings } = await examineContract(terminal, file)
    for (const finding of findings) terminal.say(findingText(finding))
    if (contract === undefined) {
      unusable += 1
      continue
    }
    const planned = planOutputs(file, contract, terminal.today())
    if (planned.kind === 'plan') plans.push(planned.plan)
    else {
      unusable += 1
      terminal.say(`${relative(terminal.cwd, file)}\n  ${planned.message}`)
    }
  }
  // All or nothing: a lock of one contract beside an old page of another is what nobody wants to review.
  if (unusable > 0) {
    terminal.say('Nothing was written.')
    return EXIT.finding
  }
  return options.check ? reportStale(terminal, plans, options) : write(terminal, plans, options)
}

function reportStale(terminal: Terminal, plans: readonly OutputPlan[], options: GenerateOptions): ExitCode {
  const stale = plans.flatMap(({ writes, removals }) => [...writes.map(({ path }) => path), ...removals])
  const shown = stale.map((path) => relative(terminal.cwd, path)).sort()
  if (options.json) terminal.print(JSON.stringify({ stale: shown }, null, 2))
  else if (shown.length === 0) terminal.print('Everything agrees with its contract.')
  else {
    for (const path of shown) terminal.print(`stale  ${path}`)
    terminal.print('Run `plainsight generate` and commit what it writes.')
  }
  return shown.length === 0 ? EXIT.done : EXIT.finding
}

function write(terminal: Terminal, plans: readonly OutputPlan[], options: GenerateOptions): ExitCode {
  const written: string[] = []
  const removed: string[] = []
  const fresh: string[] = []
  try {
    for (const plan of plans) {
      // The lock goes last: while it is old, `--check` says that there is something left to do.
      for (const { path, text } of [...plan.writes].reverse()) {
        writeWhole(path, text)
        written.push(relative(terminal.cwd, path))
      }
      for (const path of plan.removals) {
        rmSync(path, { force: true })
        removed.push(relative(terminal.cwd, path))
      }
      fresh.push(...plan.fresh.map((path) => relative(terminal.cwd, path)))
    }
  } catch (error) {
    return refuseOutside(
      terminal,
      `It could not be written: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
  if (options.json) {
    terminal.print(JSON.stringify({ written: written.sort(), removed: removed.sort(), fresh: fresh.sort() }, null, 2))
    return EXIT.done
  }
  for (const { notes } of plans) for (const note of notes) terminal.say(note)
  for (const path of written.sort()) terminal.print(`wrote    ${path}`)
  for (const path of removed.sort()) terminal.print(`removed  ${path}`)
  for (const path of fresh.sort()) terminal.print(`as it was  ${path}`)
  return EXIT.done
}
