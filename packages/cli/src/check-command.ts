import type { Contract } from '@plainsight/contract'
import { pathText } from '@plainsight/contract/check'
import { Command, Option } from 'commander'
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { examineContract, examineLock, type Examined } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingGithub, findingText, type Finding } from './finding.ts'
import { nameFiles } from './name-files.ts'
import { lockPathOf, planOutputs } from './plan-outputs.ts'
import { refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { writeMarks } from './write-marks.ts'

interface CheckOptions {
  readonly ci?: true
  readonly write?: true
  readonly json?: true
  readonly format?: 'text' | 'github'
}

/** `plainsight check`: holds contracts against the rules and prints every problem with its place and its mend. */
export function checkCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('hold a contract against the rules and print every problem, its place and its mend')
    .argument('[contract]', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option('--ci', 'also fail when a lock or a page is missing or stale')
    .option('--write', 'first write `since` and `widened` into the contract where they are missing')
    .option('--json', 'the findings as JSON')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'github']))
    .addHelpText('after', '\nExample:\n  plainsight check acme.telemetry.ts')
    .action(async (given: string | undefined, options: CheckOptions) => end(await check(terminal, given, options)))
}

async function check(terminal: Terminal, given: string | undefined, options: CheckOptions): Promise<ExitCode> {
  const named = nameFiles(terminal, given)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const findings: Finding[] = []
  for (const file of named.files) {
    const examined = await examine(terminal, file, options)
    findings.push(...examined.findings)
    if (examined.contract === undefined) continue
    const locked = existsSync(lockPathOf(file)) || options.ci === true
    const lockFindings = locked ? examineLock(terminal, file, examined.contract) : []
    findings.push(...lockFindings)
    // A lock that is wrong makes everything beside it stale; once is enough.
    if (options.ci && lockFindings.length === 0) findings.push(...outputFindings(terminal, file, examined.contract))
  }
  show(terminal, findings, options, named.files.length)
  return findings.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.done
}

async function examine(terminal: Terminal, file: string, options: CheckOptions): Promise<Examined> {
  const examined = await examineContract(terminal, file)
  if (options.write === undefined || examined.contract === undefined) return examined
  const written = await writeMarks(file, examined.contract, terminal.loadLimitMs)
  for (const { mark, path } of written)
    terminal.say(`wrote ${mark} at ${path.length === 0 ? 'the head of the contract' : pathText(path)}`)
  return written.length === 0 ? examined : examineContract(terminal, file)
}

function outputFindings(terminal: Terminal, file: string, contract: Contract): Finding[] {
  const planned = planOutputs(file, contract, terminal.today())
  const said = { rule: 'stale-output', severity: 'error' } as const
  if (planned.kind === 'refused') return [{ file: relative(terminal.cwd, file), ...said, message: planned.message }]
  return [...planned.plan.writes.map(({ path }) => path), ...planned.plan.removals].map((path) => ({
    file: relative(terminal.cwd, path),
    ...said,
    message: 'It does not agree with its contract.',
    mend: 'Run `plainsight generate` and commit what it writes.',
  }))
}

function show(terminal: Terminal, findings: readonly Finding[], options: CheckOptions, files: number): void {
  if (options.json) return terminal.print(JSON.stringify({ contracts: files, findings }, null, 2))
  const github =
    options.format === 'github' || (options.format === undefined && options.ci === true && terminal.onGithub)
  for (const finding of findings) terminal.print(github ? findingGithub(finding) : findingText(finding))
  const contracts = files === 1 ? '1 contract' : `${files} contracts`
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  const suppressed = findings.filter((finding) => finding.suppressed !== undefined).length
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  terminal.print(
    `${contracts}: ${[errors > 0 && count(errors, 'problem'), warnings > 0 && count(warnings, 'warning'), errors + warnings === 0 && 'no problem found', suppressed > 0 && `${suppressed} suppressed`].filter(Boolean).join(', ')}`,
  )
}
