import type { Contract } from '@plainsight/contract'
import { Command } from 'commander'
import { rmSync } from 'node:fs'
import { relative } from 'node:path'
import { examineContract, examineLock } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingText, type Finding } from './finding.ts'
import { nameFiles } from './name-files.ts'
import { planOutputs, type OutputPlan } from './plan-outputs.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { writeWhole } from './write-whole.ts'

interface GenerateOptions {
  readonly check?: true
  readonly unpublished?: true
  readonly json?: true
}

/** `plainsight generate`: writes the lock and everything else that is made from a contract. */
export function generateCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('generate')
    .description('write the lock and the user page of a contract, the first time too')
    .argument('[file]', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option('--check', 'write nothing; fail when something is missing or stale')
    .option('--unpublished', 'the version that is locked was never published: lock it anew')
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
    const refusals = contract === undefined ? [] : lockRefusals(terminal, file, contract, options)
    for (const finding of [...findings, ...refusals]) terminal.say(findingText(finding))
    if (refusals.some(({ rule }) => rule === 'version-not-moved'))
      terminal.say('  → Or, when that version was never published: `plainsight generate --unpublished` locks it anew.')
    if (contract === undefined || refusals.length > 0) {
      unusable += 1
      continue
    }
    const planned = planOutputs(file, contract, terminal.today(), options.unpublished)
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

// What is owed to those who agreed to a version; nobody did to one that was never published.
const OWED = [
  'version-not-moved',
  'version-went-back',
  'version-too-small',
  'review-missing',
  'since-missing',
  'widened-missing',
]

// What a lock forbids to be written over. That it is missing or stale is what this command is for.
function lockRefusals(terminal: Terminal, file: string, contract: Contract, options: GenerateOptions): Finding[] {
  const forbidden = ['lock-unreadable', ...(options.unpublished ? [] : OWED)]
  return examineLock(terminal, file, contract).filter(({ rule }) => forbidden.includes(rule))
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
