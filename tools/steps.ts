import { runCommand, type CommandOptions } from './run-command.ts'

/** What one step found. A step that is a test run counts its tests; any other step counts as one. */
export interface StepOutcome {
  passed: number
  failed: number
  /** One sentence for each thing that was left out, with its reason; they are repeated at the end of the run. */
  leftOut?: string[]
  /** Shown when something failed. */
  output?: string
}

/** A named piece of work. */
export interface Step {
  name: string
  run: () => Promise<StepOutcome>
}

/** The sum over the steps of a run. */
export interface Tally {
  passed: number
  failed: number
  leftOut: string[]
  failedSteps: string[]
}

/** A step that runs one command: passed when the command ends with code 0. */
export function commandStep(
  name: string,
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runCommand(command, args, options)
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output: options.live ? '' : output }
    },
  }
}

/** A step of ours: passed when it returns no sentence, failed with the sentences it returns. */
export function findingsStep(name: string, find: () => Promise<string[]>): Step {
  return {
    name,
    run: async () => {
      const findings = await find()
      return findings.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output: findings.join('\n') }
    },
  }
}

/**
 * Runs the steps one after the other, past failures, printing name, time and result of each.
 * A step that throws is a failed step. Returns the sum; prints nothing after the last step.
 */
export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, leftOut: [], failedSteps: [] }
  for (const step of steps) {
    const started = performance.now()
    console.log(`· ${step.name}`)
    // A silent log looks like a hung one.
    const heartbeat = setInterval(() => console.log(`  … ${step.name}: ${seconds(started)} so far`), 30_000)
    let outcome: StepOutcome
    try {
      outcome = await step.run()
    } catch (error) {
      outcome = {
        passed: 0,
        failed: 1,
        output: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    }
    clearInterval(heartbeat)
    tally.passed += outcome.passed
    tally.failed += outcome.failed
    tally.leftOut.push(...(outcome.leftOut ?? []))
    const counts = outcome.passed + outcome.failed > 1 ? `, ${outcome.passed} passed, ${outcome.failed} failed` : ''
    if (outcome.failed > 0) {
      tally.failedSteps.push(step.name)
      if (outcome.output) console.log(indent(outcome.output))
      console.log(`✗ ${step.name}: failed, ${seconds(started)}${counts}`)
    } else {
      console.log(`✓ ${step.name}: ok, ${seconds(started)}${counts}`)
    }
  }
  return tally
}

/** Prints what failed and what was left out, and sets the exit code: 0, or 1 when something failed. */
export function summarise(tally: Tally): void {
  for (const sentence of tally.leftOut) console.log(`! left out: ${sentence}`)
  for (const name of tally.failedSteps) console.log(`✗ ${name}`)
  process.exitCode = tally.failed > 0 ? 1 : 0
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
