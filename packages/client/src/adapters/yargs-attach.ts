import type { Contract, EventNames } from '@plainsight/contract'
import { createCommandRuns, type Annotation, type AttachOptions, type RunningCommand } from './command-runs.ts'
import type { CountedTelemetry } from './counted-telemetry.ts'
import { listedCommand } from './declared-by.ts'
import { flagNames, flagsGiven } from './flags-given.ts'

/** What counting needs of yargs, of any version since 17. */
export interface YargsProgram {
  middleware(act: (argv: { readonly _: readonly (string | number)[] }) => void): unknown
  option(key: string, options: { readonly type: 'boolean'; readonly describe: string }): unknown
  parse: unknown
  parseAsync: unknown
  parseSync: unknown
}

type Call = (this: unknown, ...given: unknown[]) => unknown

/**
 * Counts every command that runs: its name, how it ended, how long it took, and the names of the options that were given. Arguments
 * and values of options are never read. Names are those that the contract lists. Adds `--no-telemetry`.
 * @param program the instance that is parsed: `yargs(hideBin(process.argv))`. Attach before it is parsed
 * @returns the command that runs, for what only its own code knows
 */
export function attach<C extends Contract, N extends string = 'command.completed'>(
  telemetry: CountedTelemetry<C>,
  program: YargsProgram,
  options: AttachOptions<N & EventNames<C>> = {},
): RunningCommand<Annotation<C, N>> {
  const runs = createCommandRuns(telemetry, options)
  const calls = program as unknown as { [name: string]: Call }
  let argv: readonly string[] = process.argv.slice(2)
  program.option('telemetry', { type: 'boolean', describe: 'with --no-telemetry nothing is counted in this run' })
  program.middleware(({ _: words }) => {
    const typed = words.map(String)
    runs.begin(program, typed.length === 0 ? '' : listedCommand(telemetry.contract, typed) || 'other', () =>
      flagsGiven(argv, namesOf(calls)),
    )
  })
  // An error of a command comes out of all of these, whatever the host's `fail` makes of it.
  for (const name of ['parse', 'parseAsync', 'parseSync']) {
    const call = calls[name]
    if (call === undefined) continue
    calls[name] = (...given) => {
      const [words] = given
      if (typeof words === 'string' || Array.isArray(words)) argv = typeof words === 'string' ? words.split(' ') : words
      const told = given.at(-1)
      if (typeof told === 'function')
        given[given.length - 1] = (error: unknown, ...rest: unknown[]) => {
          if (error !== undefined && error !== null) runs.end(true)
          return (told as Call)(error, ...rest)
        }
      let parsed
      try {
        parsed = call.apply(program, given)
      } catch (error) {
        runs.end(true)
        throw error
      }
      if (parsed instanceof Promise)
        parsed.then(
          () => runs.end(false),
          () => runs.end(true),
        )
      else runs.end(false)
      return parsed
    }
  }
  return runs
}

// The options that the program declares, with their short forms.
function namesOf(calls: { [name: string]: Call }): (typed: string) => string | undefined {
  const { key = {}, alias = {} } = (calls['getOptions']?.() ?? {}) as {
    readonly key?: object
    readonly alias?: { readonly [name: string]: readonly string[] }
  }
  const short = new Set(Object.values(alias).flat())
  const names = Object.keys(key).filter((name) => !short.has(name))
  return flagNames(names.map((name) => [name, alias[name] ?? []] as const))
}
