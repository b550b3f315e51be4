import type { Contract, EventNames, ValuesOf } from '@plainsight/contract'
import { beforeLeaving } from './before-leaving.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import type { SpanValues } from '../core/span.ts'
import { declaredBy } from './declared-by.ts'

/** How commands are counted. */
export interface AttachOptions<N extends string = string> {
  /**
   * The event: a counter, or an occurrence, with a field `command`, and `outcome`, `duration` and `flags` where it has them.
   * Default: `command.completed`.
   */
  readonly event?: N
}

/** What the values of an event may be annotated with. */
export type Annotation<C extends Contract, N extends string> =
  N extends EventNames<C> ? { readonly [field in keyof ValuesOf<C, N>]?: ValuesOf<C, N>[field] } : never

/** The command that runs, for what only its own code knows. */
export interface RunningCommand<Values> {
  /**
   * Adds values to what is counted when it ends. An `outcome` stands above the exit code, and below an error that is thrown and
   * a signal. Does nothing where no command runs.
   */
  annotate(values: Values): void
}

/** Commands under way, for an adapter that knows when they begin and end. */
export interface CommandRuns extends RunningCommand<object> {
  /**
   * One begins.
   * @param key what it is known by until it ends
   * @param command its name, `remote add`; empty for the program without a command, which is counted under the contract's name
   * @param flags the options that were given on the command line, by name; asked for only where the event declares `flags`
   */
  begin(key: unknown, command: string, flags: () => readonly string[]): void
  /** One ends; all of them where none is named. Without an error the exit code says how. */
  end(threw: boolean, key?: unknown): void
}

interface Run {
  annotate(values: object): void
  end(threw: boolean): void
}

/** Makes the set of a program's running commands. */
export function createCommandRuns<C extends Contract>(
  counted: CountedTelemetry<C>,
  { event = 'command.completed' }: AttachOptions,
): CommandRuns {
  const telemetry = loosely(counted)
  const declares = declaredBy(telemetry.contract, event)
  const open = new Map<unknown, Run>()

  function begin(command: string, flags: () => readonly string[]): Run {
    const given = declares('flags') ? { flags: flags() } : {}
    const span = telemetry.span(event, { command: command === '' ? telemetry.contract.name : command, ...given })
    let release: (() => void) | undefined
    const end = (threw: boolean): void => {
      release?.()
      span.end(threw || (release === undefined && failed()) ? 'error' : 'ok')
    }
    return {
      end,
      annotate(values) {
        span.annotate(values as SpanValues)
        if (release !== undefined || !Object.hasOwn(values, 'outcome')) return
        // Its own word on how it ended stands above an exit code, and an error that nobody caught above both.
        const thrown = (): void => end(true)
        const takeBack = beforeLeaving(telemetry, (outcome) => outcome === 'error' && end(false))
        process.once('uncaughtExceptionMonitor', thrown)
        release = () => {
          takeBack()
          process.removeListener('uncaughtExceptionMonitor', thrown)
        }
      },
    }
  }

  return {
    begin: (key, command, flags) => quietly(() => open.set(key, begin(command, flags))),
    end(threw, key) {
      for (const [each, run] of open)
        if (key === undefined || each === key) {
          open.delete(each)
          quietly(() => run.end(threw))
        }
    },
    annotate: (values) => quietly(() => [...open.values()].at(-1)?.annotate(values)),
  }
}

// What a program makes of its own command line must not fail for being counted.
function quietly(act: () => unknown): void {
  try {
    act()
  } catch {
    // A parser of another version, or a value that cannot be read: then this is not counted.
  }
}

function failed(): boolean {
  return process.exitCode !== undefined && Number(process.exitCode) !== 0
}
