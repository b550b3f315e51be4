import type { Contract, EventNames } from '@plainsight/contract'
import { createCommandRuns, type Annotation, type AttachOptions, type RunningCommand } from './command-runs.ts'
import type { CountedTelemetry } from './counted-telemetry.ts'
import { flagNames, flagsGiven } from './flags-given.ts'

/** What counting needs of a command class of oclif. */
export interface OclifCommand {
  readonly id?: string
  readonly flags?: object
  readonly baseFlags?: object
}

/** The hooks, to be exported from the module that `oclif.hooks` of the package names. */
export interface OclifHooks<Values> extends RunningCommand<Values> {
  /** `prerun`: a command begins. */
  readonly prerun: (given: { readonly Command: OclifCommand; readonly argv: readonly string[] }) => Promise<void>
  /** `preparse`: takes `--no-telemetry` away, which no command has to declare. */
  readonly preparse: (given: { readonly argv: string[] }) => Promise<string[]>
  /** `finally`: everything is over, well or not. */
  readonly finish: (given: { readonly error?: unknown }) => Promise<void>
}

/**
 * Counts every command that runs: its name, how it ended, how long it took, and the names of the options that were given. Arguments
 * and values of options are never read.
 * @returns three hooks for oclif, and the command that runs, for what only its own code knows
 */
export function attach<C extends Contract, N extends string = 'command.completed'>(
  telemetry: CountedTelemetry<C>,
  options: AttachOptions<N & EventNames<C>> = {},
): OclifHooks<Annotation<C, N>> {
  const runs = createCommandRuns(telemetry, options)
  return {
    annotate: runs.annotate,
    async prerun({ Command, argv }) {
      runs.begin(Command, (Command.id ?? '').replaceAll(':', ' '), () => flagsGiven(argv, namesOf(Command)))
    },
    preparse: async ({ argv }) => {
      const end = argv.indexOf('--')
      return argv.filter((word, at) => word !== '--no-telemetry' || (end >= 0 && at > end))
    },
    async finish({ error }) {
      runs.end(isFailure(error))
    },
  }
}

// `this.exit(0)` is thrown, too.
function isFailure(error: unknown): boolean {
  return error !== undefined && (error as { oclif?: { exit?: unknown } } | null)?.oclif?.exit !== 0
}

function namesOf({ flags, baseFlags }: OclifCommand): (typed: string) => string | undefined {
  const named = Object.entries({ ...baseFlags, ...flags } as {
    [name: string]: { char?: string; aliases?: readonly string[]; charAliases?: readonly string[] }
  })
  return flagNames(
    named.map(
      ([name, { char = name, aliases = [], charAliases = [] }]) => [name, [char, ...aliases, ...charAliases]] as const,
    ),
  )
}
