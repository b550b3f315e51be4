import { generateManifest, isOutput, manifestName, OUTPUTS, type OutputName } from '@plainsight/codegen'
import type { Contract } from '@plainsight/contract'
import { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { examineContract, examineLock } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingText, type Finding } from './finding.ts'
import { listBuiltFiles } from './list-built-files.ts'
import { nameFiles } from './name-files.ts'
import { planOutputs, type OutputPlan, type OutputWishes, type PlannedFile } from './plan-outputs.ts'
import { textOf } from './previous-lock.ts'
import { outputWords } from './project-settings.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { writeTogether } from './write-together.ts'

interface GenerateOptions {
  readonly check?: true
  readonly only?: string
  readonly out?: string
  readonly manifest?: string
  readonly unpublished?: true
  readonly json?: true
}

/** `plainsight generate`: writes the lock and everything else that is made from a contract. */
export function generateCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const outputs = Object.entries(OUTPUTS).map(([name, { says }]) => `  ${name.padEnd(12)}${says}`)
  return new Command('generate')
    .description('write the lock of a contract, its user page and what else is made from it, the first time too')
    .argument('[file]', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option('--check', 'write nothing; fail when something is missing or stale')
    .option('--only <outputs>', 'beside the lock make these only, with commas between them; `all` for every one')
    .option('--out <folder>', 'where all but the lock and the page go')
    .option(
      '--manifest <folder>',
      'also list the files of the build in this folder, which frames of error reports may name',
    )
    .option('--unpublished', 'the version that is locked was never published: lock it anew')
    .option('--json', 'what was written (or is stale) as JSON')
    .addHelpText(
      'after',
      `\nOutputs:\n${outputs.join('\n')}\n\nBeside the lock, the page is made, and what package.json lists: {"plainsight": {"generate": ["schema"], "out": "generated"}}\n\nExample:\n  plainsight generate acme.telemetry.ts --only page,schema`,
    )
    .action(async (given: string | undefined, options: GenerateOptions) => end(await run(terminal, given, options)))
}

async function run(terminal: Terminal, given: string | undefined, options: GenerateOptions): Promise<ExitCode> {
  const named = nameFiles(terminal, given)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const wishes = readWishes(terminal, options)
  if (typeof wishes === 'string') return refuseUse(terminal, wishes)
  if (options.manifest !== undefined && named.files.length > 1)
    return refuseUse(terminal, 'A build has one contract: name its file beside --manifest.')
  const plans: OutputPlan[] = []
  let unusable = 0
  for (const file of named.files) {
    const { contract, findings } = await examineContract(terminal, file)
    const refusals = contract === undefined ? [] : lockRefusals(terminal, file, contract, options)
    // What is only said, and what was let pass, is `check`'s to print: here it would bury what there is to do.
    const pressing = findings.filter(({ severity }) => severity !== 'note')
    for (const finding of [...pressing, ...refusals]) terminal.say(findingText(finding))
    const passed = findings.filter(({ suppressed }) => suppressed !== undefined).length
    if (passed > 0) {
      const found = passed === 1 ? '1 finding is' : `${passed} findings are`
      terminal.say(
        `${relative(terminal.cwd, file)}: ${found} let pass; \`plainsight check\` says which, by whom and why.`,
      )
    }
    if (refusals.some(({ rule }) => rule === 'version-not-moved'))
      terminal.say('  → Or, when that version was never published: `plainsight generate --unpublished` locks it anew.')
    if (contract === undefined || refusals.length > 0) {
      unusable += 1
      continue
    }
    const planned = planOutputs(file, contract, terminal.today(), wishes)
    if (planned.kind === 'plan') plans.push(planned.plan)
    else {
      unusable += 1
      terminal.say(`${relative(terminal.cwd, file)}\n  ${planned.message}`)
    }
  }
  const twice = unusable > 0 ? undefined : fileOfTwo(plans)
  if (twice !== undefined)
    terminal.say(`Two contracts would write ${relative(terminal.cwd, twice)}: give each its own folder.`)
  // All or nothing: a lock of one contract beside an old page of another is what nobody wants to review.
  if (unusable > 0 || twice !== undefined) {
    terminal.say('Nothing was written.')
    return EXIT.finding
  }
  if (options.manifest !== undefined) {
    const planned = planManifest(terminal, plans[0], options.manifest)
    if (typeof planned === 'string') return refuseUse(terminal, planned)
    plans.push(planned)
  }
  return options.check ? reportStale(terminal, plans, options) : write(terminal, plans, options)
}

function readWishes(terminal: Terminal, { only, out, unpublished }: GenerateOptions): OutputWishes | string {
  const rest = {
    ...(unpublished === undefined ? {} : { unpublished }),
    ...(out === undefined ? {} : { out: resolve(terminal.cwd, out) }),
  }
  if (only === undefined) return rest
  if (only === 'all') return { ...rest, outputs: Object.keys(OUTPUTS).filter(isOutput) }
  const words = only.split(',').map((word) => word.trim())
  const strange = words.find((word) => word !== 'lock' && !isOutput(word))
  if (strange !== undefined)
    return `There is no output ${JSON.stringify(strange)}; there are ${outputWords()}, and the word all.`
  return { ...rest, outputs: words.filter((word): word is OutputName => isOutput(word)) }
}

// The list of a build's files lies in the build: it is published with it and no part of what is reviewed.
function planManifest(terminal: Terminal, plan: OutputPlan | undefined, given: string): OutputPlan | string {
  if (plan === undefined) return 'There is no contract.'
  const built = listBuiltFiles(terminal.cwd, given)
  if (built.kind === 'refused') return built.message
  const file: PlannedFile = {
    path: join(built.folder, manifestName(plan.lock.contract.name)),
    text: generateManifest(built.files),
  }
  const isFresh = textOf(file.path) === file.text
  return { lock: plan.lock, writes: isFresh ? [] : [file], removals: [], fresh: isFresh ? [file.path] : [], notes: [] }
}

function fileOfTwo(plans: readonly OutputPlan[]): string | undefined {
  const seen = new Set<string>()
  for (const { writes, fresh } of plans)
    for (const path of [...writes.map((file) => file.path), ...fresh]) {
      if (seen.has(path)) return path
      seen.add(path)
    }
  return undefined
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
    for (const path of shown)
      terminal.print(`${existsSync(resolve(terminal.cwd, path)) ? 'stale  ' : 'missing'}  ${path}`)
    const same = [options.only, options.out, options.manifest].some((given) => given !== undefined)
    terminal.print(`Run \`plainsight generate\`${same ? ' with the same options' : ''} and commit what it writes.`)
  }
  return shown.length === 0 ? EXIT.done : EXIT.finding
}

function write(terminal: Terminal, plans: readonly OutputPlan[], options: GenerateOptions): ExitCode {
  // The lock goes last: were the run ended in the middle, `--check` still says that there is something left to do.
  const files = plans.flatMap(({ writes }) => [...writes].reverse())
  const removals = plans.flatMap((plan) => plan.removals)
  const outcome = writeTogether(files, removals, terminal.cwd)
  if (outcome.kind === 'refused') return refuseOutside(terminal, outcome.message)
  const shown = (paths: readonly string[]): string[] => paths.map((path) => relative(terminal.cwd, path)).sort()
  const written = shown(files.map(({ path }) => path))
  const removed = shown(removals)
  const fresh = shown(plans.flatMap((plan) => plan.fresh))
  if (options.json) {
    terminal.print(JSON.stringify({ written, removed, fresh }, null, 2))
    return EXIT.done
  }
  for (const { notes } of plans) for (const note of notes) terminal.say(note)
  for (const path of written) terminal.print(`wrote    ${path}`)
  for (const path of removed) terminal.print(`removed  ${path}`)
  for (const path of fresh) terminal.print(`as it was  ${path}`)
  return EXIT.done
}
