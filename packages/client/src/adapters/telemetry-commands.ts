import type { CommandGiven, CommandOutput } from '../core/telemetry-types.ts'

/** The calls that the control command needs; every telemetry has them, whatever its contract. */
export interface ControlledTelemetry {
  /** This run is about telemetry itself: it is not counted. */
  keepQuiet(): void
  command(name: string, given?: CommandGiven, output?: CommandOutput): Promise<number>
}

/** One option of a subcommand: `--NAME`, or `--NAME VALUE`. */
export interface TelemetryOption {
  /** Lower-case letters only, so that every parser spells it alike. */
  readonly name: string
  readonly description: string
  /** What stands for its value in a usage line; undefined for a flag. */
  readonly value?: string
}

/** One subcommand of the ready-made `telemetry` command, whatever parses the words. */
export interface TelemetrySubcommand {
  readonly name: string
  readonly description: string
  /** The word that may follow it, by its name among what is given; none is ever needed. */
  readonly operand?: { readonly name: string; readonly description: string }
  readonly options: readonly TelemetryOption[]
  /** Whether it is meant where none is named. */
  readonly isDefault: boolean
  /**
   * Runs it. Prints its answer, and warnings apart. Never rejects.
   * @param given options and the operand by name: `true` for a flag, a text for a value
   * @param output where it prints; default: standard output and standard error
   * @returns the exit code: 0 done, 1 not so (not stored, or something stronger stands above it), 2 wrong use, 3 something outside failed
   */
  run(given?: CommandGiven, output?: CommandOutput): Promise<number>
}

const JSON_OPTION: TelemetryOption = { name: 'json', description: 'as JSON, for scripts' }
const CHANNEL: TelemetryOption = {
  name: 'channel',
  value: 'name',
  description: 'this channel only, such as errors; the rest stays as it is',
}

type Row = Pick<TelemetrySubcommand, 'description' | 'name' | 'operand'> & {
  readonly options?: readonly TelemetryOption[]
}

const ROWS: readonly Row[] = [
  { name: 'status', description: 'whether anything is counted, who decided, and where it would go' },
  { name: 'on', description: 'allow it, for what the contract says today', options: [CHANNEL] },
  {
    name: 'off',
    description: 'refuse it, and remove everything that was not yet sent',
    options: [
      CHANNEL,
      { name: 'forget', description: 'ask for what was sent before to be erased, too' },
      { name: 'purge', description: 'remove the receipts and the proofs of what was sent, too' },
    ],
  },
  { name: 'local', description: 'count for yourself only; nothing leaves' },
  { name: 'show', description: 'exactly what would leave, and what was counted today' },
  { name: 'log', description: 'what has left: when, where to, the answer' },
  {
    name: 'report',
    description: 'your own numbers over time',
    options: [
      { name: 'days', value: 'n', description: 'of so many days; default 30' },
      { name: 'csv', description: 'as CSV, for a table' },
    ],
  },
  { name: 'explain', description: 'everything that can be counted, why, and what never is' },
  {
    name: 'forget',
    description: 'ask for everything that was sent from here to be erased',
    options: [{ name: 'purge', description: 'only remove the receipts and proofs on this machine' }],
  },
  {
    name: 'link',
    description: 'say that this machine belongs to an organisation',
    operand: { name: 'organisation', description: 'its opaque id, never a name or a path' },
    options: [{ name: 'remove', description: 'take it back' }],
  },
]

/**
 * The subcommands of the ready-made `telemetry` command, for whatever parser: each name, its options, and what it does. None of
 * them is ever counted.
 */
export function telemetryCommands(telemetry: ControlledTelemetry): readonly TelemetrySubcommand[] {
  return ROWS.map((row) => ({
    ...row,
    options: [...(row.options ?? []), JSON_OPTION],
    isDefault: row === ROWS[0],
    run(given, output) {
      telemetry.keepQuiet()
      return telemetry.command(row.name, given, output)
    },
  }))
}

/**
 * Runs the `telemetry` command of a tool that has no parser: the words after `telemetry`, as they were typed.
 * @returns the exit code, as of each subcommand; 2 for words that nothing is called
 */
export async function runTelemetryCommand(
  telemetry: ControlledTelemetry,
  words: readonly string[],
  output?: CommandOutput,
): Promise<number> {
  telemetry.keepQuiet()
  const commands = telemetryCommands(telemetry)
  const [first = 'status', ...rest] = words[0]?.startsWith('-') === true ? ['status', ...words] : words
  if (first === 'help' || words.includes('--help') || words.includes('-h'))
    return telemetry.command('help', { text: usageOf(commands) }, output)
  const command = commands.find(({ name }) => name === first)
  if (command === undefined)
    return telemetry.command('wrong', { text: `There is no telemetry ${first}.\n${usageOf(commands)}` }, output)
  const { given, wrong } = readWords(command, rest)
  if (wrong !== undefined) return telemetry.command('wrong', { text: `${wrong}\n${usageOf([command])}` }, output)
  return command.run(given, output)
}

function readWords(
  { operand, options }: TelemetrySubcommand,
  words: readonly string[],
): { readonly given: CommandGiven; readonly wrong?: string } {
  const given: { [name: string]: string | true } = {}
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = '', joined] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? []
    const option = options.find((each) => each.name === name)
    if (option === undefined) {
      if (word.startsWith('-') || operand === undefined || given[operand.name] !== undefined)
        return {
          given,
          wrong: `${word.startsWith('-') ? 'There is no option' : 'Nothing is to follow, but here is'} ${word}.`,
        }
      given[operand.name] = word
    } else if (option.value === undefined) {
      if (joined !== undefined) return { given, wrong: `--${name} takes no value.` }
      given[name] = true
    } else {
      const value = joined ?? rest.shift()
      if (value === undefined) return { given, wrong: `--${name} needs a value.` }
      given[name] = value
    }
  }
  return { given }
}

function usageOf(commands: readonly TelemetrySubcommand[]): string {
  return commands
    .flatMap(({ name, description, operand, options }) => [
      `  telemetry ${name}${operand === undefined ? '' : ` <${operand.name}>`}`.padEnd(34) + description,
      ...options.map(
        (option) =>
          `    --${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`.padEnd(34) +
          option.description,
      ),
    ])
    .join('\n')
}
