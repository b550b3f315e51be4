import type { Contract, EventNames } from '@plainsight/contract'
import { createCommandRuns, type Annotation, type AttachOptions, type RunningCommand } from './command-runs.ts'
import type { CountedTelemetry } from './counted-telemetry.ts'
import { flagNames, flagsGiven } from './flags-given.ts'

type Run = (context: { readonly rawArgs: readonly string[] }) => unknown

/** What counting needs of a command of citty. */
export interface CittyCommand {
  run?: unknown
  subCommands?: unknown
  args?: unknown
}

interface Command extends CittyCommand {
  run?: Run
  setup?: Run
}

/**
 * Counts every command that runs: its name, how it ended, how long it took, and the names of the options that were given. Arguments
 * and values of options are never read. citty takes `--no-telemetry` as it is.
 * @param main the command that `runMain` is given; it is changed in place, and its commands are still loaded when they are needed
 * @returns the command that runs, for what only its own code knows
 */
export function attach<C extends Contract, N extends string = 'command.completed'>(
  telemetry: CountedTelemetry<C>,
  main: CittyCommand,
  options: AttachOptions<N & EventNames<C>> = {},
): RunningCommand<Annotation<C, N>> {
  const runs = createCommandRuns(telemetry, options)
  // citty runs what is above a command, too, when that is done.
  let below: string | undefined

  function wrap(command: Command, path: string): void {
    const { run, subCommands } = command
    if (typeof run === 'function')
      command.run = async (context) => {
        if (below !== undefined && below !== path && below.startsWith(path)) return run(context)
        below = path
        const args = await resolved(command.args)
        runs.begin(context, path.trim(), () => flagsGiven(context.rawArgs, namesOf(args)))
        try {
          const result = await run(context)
          runs.end(false, context)
          return result
        } catch (error) {
          runs.end(true, context)
          throw error
        }
      }
    if (subCommands !== undefined)
      command.subCommands =
        typeof subCommands === 'function' || subCommands instanceof Promise
          ? async () => wrapAll(await resolved(subCommands), path)
          : wrapAll(subCommands, path)
  }

  function wrapAll(commands: unknown, path: string): object {
    return Object.fromEntries(
      Object.entries((commands ?? {}) as object).map(([name, command]) => {
        const copied = (found: Command): Command => {
          const copy = { ...found }
          wrap(copy, `${path}${name} `)
          return copy
        }
        const isLazy = typeof command === 'function' || command instanceof Promise
        return [name, isLazy ? async () => copied((await resolved(command)) as Command) : copied(command as Command)]
      }),
    )
  }

  const program = main as Command
  wrap(program, '')
  const { setup } = program
  // What citty calls first.
  program.setup = (context) => {
    below = undefined
    return setup?.(context)
  }
  return runs
}

function resolved(value: unknown): unknown {
  return typeof value === 'function' ? (value as () => unknown)() : value
}

function namesOf(args: unknown): (typed: string) => string | undefined {
  const named = Object.entries((args ?? {}) as { [name: string]: { type?: string; alias?: string | string[] } })
  return flagNames(
    named
      .filter(([, { type }]) => type !== 'positional')
      .map(([name, { alias = [] }]) => [name, [alias].flat()] as const),
  )
}
