import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** One thing that should not be. */
export interface KitFinding {
  readonly kind: string
  /** What `--allow` would name; absent where nothing can allow it. */
  readonly subject?: string
  readonly sentence: string
}

/** One run of the command, or one place that was searched, and what was found. */
export interface KitStep {
  readonly name: string
  readonly findings: readonly KitFinding[]
  /** What else is to be said of it. */
  readonly note?: string
}

/** What a test of the kit came to. */
export interface KitResult {
  readonly test: 'off' | 'leaks'
  readonly contract: string
  readonly command: readonly string[]
  readonly steps: readonly KitStep[]
  /** What could not be seen: with any of it nothing is proved, and the test does not pass. */
  readonly unseen: readonly string[]
}

/** 1 where something was found, 3 where nothing was but not everything could be seen, else 0. */
export function kitExit({ steps, unseen }: KitResult): ExitCode {
  if (steps.some(({ findings }) => findings.length > 0)) return EXIT.finding
  return unseen.length > 0 ? EXIT.outside : EXIT.done
}

/** Prints a result, for a person or for a program. */
export function showKitResult(terminal: Terminal, result: KitResult, json: boolean): void {
  const { test, contract, command, steps, unseen } = result
  const found = steps.reduce((sum, { findings }) => sum + findings.length, 0)
  const verdict = found > 0 ? 'found' : unseen.length > 0 ? 'blind' : 'passed'
  if (json) return terminal.print(JSON.stringify({ verdict, ...result }, null, 2))
  terminal.print(`kit ${test}: ${contract}, ${command.join(' ')}\n`)
  const width = Math.max(...steps.map(({ name }) => name.length), 0)
  for (const { name, findings, note } of steps) {
    const first = findings[0]?.sentence ?? note ?? 'nothing'
    terminal.print(`${findings.length > 0 ? '✗' : '✓'} ${name.padEnd(width)}  ${first}`)
    for (const { sentence } of findings.slice(1)) terminal.print(`  ${' '.repeat(width)}  ${sentence}`)
  }
  for (const sentence of unseen) terminal.print(`? ${sentence}`)
  terminal.print(`\n${lastLine(test, found, unseen.length > 0)}`)
}

function lastLine(test: KitResult['test'], found: number, blind: boolean): string {
  const what = found === 1 ? '1 finding' : `${found} findings`
  if (found > 0) return `${what}. What belongs to the command itself, and not to its telemetry, is named with --allow.`
  if (blind) return 'Nothing was found, but not everything could be seen: this proves nothing.'
  return test === 'off' ? 'Off is off.' : 'Nothing leaked.'
}
