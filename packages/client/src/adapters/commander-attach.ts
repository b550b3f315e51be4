import type { Command } from 'commander'
import type { Outcome } from '../core/span.ts'

/** The calls that counting commands needs; every telemetry has them, whatever its contract. */
export interface CountedTelemetry {
  // The event's name is checked by nobody here: what the contract does not declare is counted as drift and nothing else.
  span(event: never, values?: never): { annotate(values: never): void; end(outcome: Outcome): void }
}

/** How commands are counted. */
export interface AttachOptions {
  /** The event: a counter, or an occurrence, with a field `command`, and `outcome` and `duration` where it has them. Default: `command.completed`. */
  readonly event?: string
}

/**
 * Counts every command that runs: its name, how it ended, how long it took. Arguments and options are never read. Ctrl-C counts as
 * aborted, an error or an exit code as error. Adds `--no-telemetry`, which switches everything off for one run.
 */
export function attach(
  telemetry: CountedTelemetry,
  program: Command,
  { event = 'command.completed' }: AttachOptions = {},
): void {
  let end: ((outcome: Outcome) => void) | undefined
  const finish = (outcome: Outcome): void => {
    end?.(outcome)
    end = undefined
  }
  program.option('--no-telemetry', 'count nothing in this run')
  program.hook('preAction', (_, command) => {
    const span = telemetry.span(event as never, { command: nameOf(command, program) } as never)
    end = (outcome) => span.end(outcome)
  })
  program.hook('postAction', () => finish(failed() ? 'error' : 'ok'))
  // An action that throws has no hook of its own: whoever parses hears of it first.
  const { parse, parseAsync } = program
  program.parse = (...given) => {
    try {
      return parse.apply(program, given)
    } catch (error) {
      finish('error')
      throw error
    }
  }
  program.parseAsync = async (...given) => {
    try {
      return await parseAsync.apply(program, given)
    } catch (error) {
      finish('error')
      throw error
    }
  }
}

// `remote add`, without the program's own name.
function nameOf(command: Command, program: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at !== null && at !== program; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

function failed(): boolean {
  return process.exitCode !== undefined && Number(process.exitCode) !== 0
}
