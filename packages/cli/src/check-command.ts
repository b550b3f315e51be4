import { Command, Option } from 'commander'
import { relative } from 'node:path'
import { examineContract } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingGithub, findingText, type Finding } from './finding.ts'
import { nameFiles } from './name-files.ts'
import { planOutputs } from './plan-outputs.ts'
import { refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'

interface CheckOptions {
  readonly ci?: true
  readonly json?: true
  readonly format?: 'text' | 'github'
}

/** `plainsight check`: holds contracts against the rules and prints every problem with its place and its mend. */
export function checkCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('hold a contract against the rules and print every problem, its place and its mend')
    .argument('[contract]', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option('--ci', 'also fail when a lock or a page is missing or stale')
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
    const examined = await examineContract(terminal, file)
    findings.push(...examined.findings)
    if (options.ci && examined.contract !== undefined) {
      const planned = planOutputs(file, examined.contract, terminal.today())
      const shown = relative(terminal.cwd, file)
      if (planned.kind === 'refused')
        findings.push({ file: shown, rule: 'lock-unusable', severity: 'error', message: planned.message })
      else
        findings.push(
          ...staleFindings(terminal, [...planned.plan.writes.map(({ path }) => path), ...planned.plan.removals]),
        )
    }
  }
  show(terminal, findings, options, named.files.length)
  return findings.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.done
}

function staleFindings(terminal: Terminal, paths: readonly string[]): Finding[] {
  return paths.map((path) => ({
    file: relative(terminal.cwd, path),
    rule: 'stale-output',
    severity: 'error',
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
  const warnings = findings.length - errors
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  terminal.print(
    findings.length === 0
      ? `${contracts}: no problem found`
      : `${contracts}: ${[errors > 0 && count(errors, 'problem'), warnings > 0 && count(warnings, 'warning')].filter(Boolean).join(', ')}`,
  )
}
