import { parseJson } from '../sender/parse-json.ts'
import type { Session } from '../core/session.ts'
import type { CommandGiven, CommandOutput } from '../core/telemetry-types.ts'
import type { ControlCalls } from '../core/world.ts'
import type { CommandPorts } from './command-ports.ts'
import { describeChange, describeLog, describePreview, describeStatus } from './describe-telemetry.ts'
import { standardOutput } from './standard-output.ts'

/** One run of a subcommand. */
export interface CommandRun {
  readonly session: Session
  readonly telemetry: ControlCalls
  readonly given: CommandGiven
  readonly output: CommandOutput
  readonly ports: CommandPorts
  /** Prints an answer: as data where it was asked for, else as words. */
  answer(data: unknown, words: () => string): void
}

const COMMANDS: { readonly [name: string]: (run: CommandRun) => number | Promise<number> } = {
  status({ telemetry, answer }) {
    const status = telemetry.status()
    answer(status, () => describeStatus(status))
    return 0
  },
  on: (run) => choose(run, 'on'),
  off: (run) => choose(run, 'off'),
  local: (run) => choose(run, 'local'),
  show({ telemetry, answer }) {
    const preview = telemetry.preview()
    const parsed = (bodies: readonly string[]): unknown[] => bodies.map((body) => parseJson(body))
    answer({ batches: parsed(preview.batches), unfinished: parsed(preview.unfinished) }, () =>
      describePreview(preview, telemetry.status()),
    )
    return 0
  },
  log({ telemetry, answer }) {
    const receipts = telemetry.receipts()
    answer(receipts, () => describeLog(receipts))
    return 0
  },
  help({ given, output }) {
    output.print(String(given.text))
    return 0
  },
  wrong({ given, output }) {
    output.complain(String(given.text))
    return 2
  },
}

/**
 * Runs one subcommand of the `telemetry` command, or asks its question. What it does is the same whoever parsed the words.
 * @returns the exit code: 0 done, 1 not so, 2 wrong use, 3 something outside failed
 */
export async function runCommand(
  session: Session,
  telemetry: ControlCalls,
  name: string,
  given: CommandGiven = {},
  output: CommandOutput = standardOutput,
  ports: CommandPorts,
): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    output.complain(`There is no telemetry ${name}.`)
    return 2
  }
  const answer = (data: unknown, words: () => string): void =>
    output.print(given.json === true ? JSON.stringify(data, null, 2) : words())
  return command({ session, telemetry, given, output, ports, answer })
}

function choose({ telemetry, answer, output }: CommandRun, choice: 'on' | 'off' | 'local'): number {
  const change = telemetry.setConsent(choice, { by: 'command' })
  answer(change, () => describeChange(choice, change))
  if (!change.stored || change.status.state === choice) return change.stored ? 0 : 1
  output.complain(`In this environment something stronger decides: ${change.status.because}`)
  return 1
}
