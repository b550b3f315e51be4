import type { Contract, EventNames } from '@plainsight/contract'
import { createCommandRuns, type Annotation, type AttachOptions, type RunningCommand } from './command-runs.ts'
import type { CountedTelemetry } from './counted-telemetry.ts'
import { listedCommand, listedWords } from './declared-by.ts'
import { flagsGiven } from './flags-given.ts'

/** The run of a program that parses its words itself. */
export interface PlainRun<Values> extends RunningCommand<Values> {
  /** Ends it before the process does: in error with an error, else by the exit code. A second end does nothing. */
  end(...error: [] | [error: unknown]): void
  /** Runs an action and ends with it: a rejection or an error is counted, and thrown on as it was. */
  during<T>(action: () => T): T
}

/**
 * Counts the run of a program that has no parser with a door of its own. The command is the longest beginning of the words that the
 * contract lists, and the options are those that it lists: nothing else of what was typed is handed on.
 * @param argv the words without Node and the script: `process.argv.slice(2)`
 * @returns the run; where nobody ends it, it ends with the process
 */
export function attach<C extends Contract, N extends string = 'command.completed'>(
  telemetry: CountedTelemetry<C>,
  argv: readonly string[],
  options: AttachOptions<N & EventNames<C>> = {},
): PlainRun<Annotation<C, N>> {
  const { contract } = telemetry
  const runs = createCommandRuns(telemetry, options)
  const flags = listedWords(contract, 'flags')
  const words = argv.filter((word) => !word.startsWith('-'))
  // Behind an option stands its value, perhaps: then the first word that the contract lists is the command.
  const from =
    argv[0]?.startsWith('-') === true ? words.findIndex((_, at) => listedCommand(contract, words.slice(at))) : 0
  const name = words.length === 0 ? '' : listedCommand(contract, words.slice(Math.max(from, 0))) || 'other'
  runs.begin(argv, name, () => flagsGiven(argv, (typed) => (flags.has(typed) ? typed : undefined)))
  const end = (...error: [] | [unknown]): void => runs.end(error.length > 0)
  return {
    annotate: runs.annotate,
    end,
    during(action) {
      let result
      try {
        result = action()
      } catch (error) {
        end(error)
        throw error
      }
      if (result instanceof Promise) result.then(() => end(), end)
      else end()
      return result
    },
  }
}
