import type { Contract, EventNames } from '@plainsight/contract'
import type { Command } from 'commander'
import { createCommandRuns, type Annotation, type AttachOptions, type RunningCommand } from './command-runs.ts'
import type { CountedTelemetry } from './counted-telemetry.ts'

/**
 * Counts every command that runs: its name, how it ended, how long it took, and the names of the options that were given. Arguments
 * and values of options are never read. Ctrl-C counts as aborted, an error or an exit code as error. Adds `--no-telemetry`, which
 * switches everything off for one run.
 * @returns the command that runs, for what only its own code knows
 */
export function attach<C extends Contract, N extends string = 'command.completed'>(
  telemetry: CountedTelemetry<C>,
  program: Command,
  options: AttachOptions<N & EventNames<C>> = {},
): RunningCommand<Annotation<C, N>> {
  const runs = createCommandRuns(telemetry, options)
  program.option('--no-telemetry', 'count nothing in this run')
  program.hook('preAction', (_, command) => runs.begin(command, nameOf(command, program), () => flagsOf(command)))
  program.hook('postAction', (_, command) => runs.end(false, command))
  // An action that throws has no hook of its own: whoever parses hears of it first.
  const { parse, parseAsync } = program
  program.parse = (...given) => {
    try {
      return parse.apply(program, given)
    } catch (error) {
      runs.end(true)
      throw error
    }
  }
  program.parseAsync = async (...given) => {
    try {
      return await parseAsync.apply(program, given)
    } catch (error) {
      runs.end(true)
      throw error
    }
  }
  return runs
}

// `remote add`, without the program's own name.
function nameOf(command: Command, program: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at !== null && at !== program; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

// Of a value only whether it is `false`: that is which of `--color` and `--no-color` was typed.
function flagsOf(command: Command): string[] {
  const names: string[] = []
  for (let at: Command | null = command; at !== null; at = at.parent)
    for (const option of at.options) {
      const key = option.attributeName()
      const given = key !== 'telemetry' && at.getOptionValueSource(key) === 'cli'
      if (given && option.negate === (at.getOptionValue(key) === false)) names.push(option.name())
    }
  return names
}
