import { Command, InvalidArgumentError } from 'commander'
import { examineContract } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingText } from './finding.ts'
import { kitLeaks } from './kit-leaks.ts'
import { kitOff, WAY_IDS } from './kit-off.ts'
import { kitExit, showKitResult } from './kit-report.ts'
import { stemOf, type KitSubject } from './kit-subject.ts'
import { nameFiles } from './name-files.ts'
import { refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

interface KitOptions {
  readonly contract?: string
  readonly allow: readonly string[]
  readonly without?: readonly string[]
  readonly env: readonly string[]
  readonly limit: number
  readonly json?: true
}

const EXITS =
  '\nExit codes: 0 nothing was found and everything could be seen, 1 something was found, 2 wrong use,\n3 nothing was found, but not everything could be seen.'

/** `plainsight kit`: two tests for those who ship telemetry: that off is off, and that nothing leaks. */
export function kitCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const kit = new Command('kit').description('two tests of a command that counts: off is off, nothing leaks')
  const off = test(
    'off',
    'run a command with each way to say off, and look for anything that telemetry could have done',
  )
    .option('--without <way...>', `leave a way out: ${WAY_IDS.join(', ')}`)
    .addHelpText('after', `\nExample:\n  plainsight kit off -- node bin/acme.js list\n${EXITS}`)
  const leaks = test(
    'leaks',
    'run a command where everything private is made up, and look for it in all that is kept and sent',
  ).addHelpText(
    'after',
    `\nIn COMMAND, {path}, {user}, {email}, {token}, {url}, {host}, {model} and {word} stand for made-up private things.\n\nExample:\n  plainsight kit leaks -- node bin/acme.js list {path}\n${EXITS}`,
  )
  off.action(async (command: string[], options: KitOptions) => end(await run(terminal, 'off', command, options)))
  leaks.action(async (command: string[], options: KitOptions) => end(await run(terminal, 'leaks', command, options)))
  for (const sub of [off, leaks]) kit.addCommand(sub.exitOverride())
  return kit
}

function test(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<command...>', 'the command to run, behind --')
    .option('--contract <file>', 'the NAME.telemetry.ts it counts by; the one below this folder when left out')
    .option(
      '--allow <what>',
      'what the command itself does: an address, a program, a path; again for more',
      gathered,
      [],
    )
    .option('--env <NAME=VALUE>', 'a variable that the command needs; again for more', variable, [])
    .option('--limit <seconds>', 'when a run is ended', wholeNumber, 60)
    .option('--json', 'the result as JSON')
}

async function run(
  terminal: Terminal,
  which: 'off' | 'leaks',
  command: readonly string[],
  options: KitOptions,
): Promise<ExitCode> {
  const unknown = options.without?.filter((way) => !WAY_IDS.includes(way)) ?? []
  if (unknown.length > 0)
    return refuseUse(terminal, `There is no way ${unknown.join(', ')} to leave out; there are ${WAY_IDS.join(', ')}.`)
  const named = nameFiles(terminal, options.contract)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const [file = '', ...more] = named.files
  if (more.length > 0)
    return refuseUse(terminal, `There are ${named.files.length} contracts; name the command's own with --contract.`)
  const { contract, findings } = await examineContract(terminal, file)
  if (contract === undefined) {
    for (const finding of findings) terminal.say(findingText(finding))
    return EXIT.finding
  }
  const subject: KitSubject = {
    contract,
    stem: stemOf(contract),
    command,
    cwd: terminal.cwd,
    allowed: options.allow,
    env: Object.fromEntries(
      options.env.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
    ),
    limitMs: options.limit * 1_000,
    without: options.without ?? [],
  }
  const result = await (which === 'off' ? kitOff : kitLeaks)(subject)
  showKitResult(terminal, result, options.json === true)
  return kitExit(result)
}

function gathered(text: string, before: readonly string[]): string[] {
  return [...before, text]
}

function variable(text: string, before: readonly string[]): string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*=/.test(text)) throw new InvalidArgumentError('It has to be NAME=VALUE.')
  return [...before, text]
}
