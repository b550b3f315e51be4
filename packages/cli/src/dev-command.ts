import { variablePrefix } from '@plainsight/codegen'
import type { Contract } from '@plainsight/contract'
import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { assessCoverage, readCoverage, type Coverage } from './coverage.ts'
import { createDesk, type Desk } from './desk.ts'
import { openDeskServer, type DeskServer } from './desk-server.ts'
import { examineContract } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findingText } from './finding.ts'
import { nameFiles } from './name-files.ts'
import { portNumber } from './port-number.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import { showDesk } from './show-desk.ts'
import type { Terminal } from './terminal.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { watchCommand } from './watch-command.ts'

interface DevOptions {
  readonly port: number
  readonly contract?: string
  readonly assert?: string
  readonly json?: true
  readonly stay?: true
  readonly stderr?: true
}

/** `plainsight dev`: the developer's desk. Shows what a command records and every batch that arrives, each value beside its rule. */
export function devCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('dev')
    .description('show what a command records, and every batch that arrives, each value beside its rule')
    .argument('[command...]', 'a command to run, behind --; without one it listens until Ctrl-C')
    .option('--port <number>', 'where to listen on the loopback address; 0 picks a free port', portNumber, 0)
    .option('--contract <file>', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .option(
      '--assert <file>',
      'a JSON file of what must and must not have been seen; exit code 1 when it was otherwise',
    )
    .option('--stay', 'keep the page open when the command has ended, until Ctrl-C')
    .option('--stderr', 'what the desk says goes to standard error: standard output is the command’s alone')
    .option('--json', 'each thing that happens as a line of JSON; what the command prints goes to standard error')
    .addHelpText(
      'after',
      '\nExamples:\n  plainsight dev -- acme list\n  plainsight dev --assert coverage.json -- npm test\n\n' +
        'A coverage file:\n  {"events": {"command.completed": {"min": 1, "values": {"command": ["list", "check"]}}, "old.event": false}, "unfit": 0}',
    )
    .action(async (command: string[], options: DevOptions) => {
      // A server that speaks over its standard output must be the only one who does.
      const own = options.stderr ? { ...terminal, print: terminal.say } : terminal
      end(await run(own, command, options))
    })
}

async function run(terminal: Terminal, command: readonly string[], options: DevOptions): Promise<ExitCode> {
  const named = nameFiles(terminal, options.contract)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const contracts: Contract[] = []
  for (const file of named.files) {
    const { contract, findings } = await examineContract(terminal, file)
    for (const finding of findings) terminal.say(findingText(finding))
    if (contract === undefined) return EXIT.finding
    contracts.push(contract)
  }
  const desk = createDesk(contracts, terminal.cwd)
  const coverage = options.assert === undefined ? undefined : coverageOf(terminal, options.assert, desk)
  if (coverage?.kind === 'refused') return refuseUse(terminal, coverage.message)
  const server = await openDeskServer(options.port, desk)
  if (server === undefined) return refuseOutside(terminal, `Port ${options.port} is taken; --port 0 picks a free one.`)
  try {
    return await atDesk(terminal, desk, server, command, { ...options, coverage: coverage?.coverage })
  } finally {
    await server.close()
  }
}

async function atDesk(
  terminal: Terminal,
  desk: Desk,
  server: DeskServer,
  command: readonly string[],
  { json, stay, stderr, coverage }: DevOptions & { readonly coverage: Coverage | undefined },
): Promise<ExitCode> {
  const show = showDesk(terminal, desk, json === true)
  show.opened(server, command.length > 0)
  let code: ExitCode = EXIT.done
  if (command.length > 0) {
    const watched = await watchCommand(terminal, desk, server, command, json === true && stderr !== true)
    if (watched.kind === 'failed') return refuseOutside(terminal, watched.message)
    if (watched.code !== 0) code = EXIT.finding
    show.ended(watched.code)
    if (stay) terminal.say(`The page stays at ${server.page} until Ctrl-C.`)
  } else if (!json) {
    for (const name of desk.contracts.keys()) {
      const prefix = variablePrefix(name)
      terminal.print(`for ${name}: ${prefix}_TELEMETRY=1 ${prefix}_TELEMETRY_ENDPOINT=${server.url}`)
    }
    terminal.print(
      'A program delivers a day when it is over; `plainsight dev -- COMMAND` shows at once what a command records.',
    )
  }
  if (command.length === 0 || stay) await untilInterrupted()
  if (coverage === undefined) return code
  const missing = assessCoverage(coverage, desk.log.counts(), Object.keys(desk.log.drift()[coverage.contract] ?? {}))
  show.covered(missing)
  return missing.length > 0 ? EXIT.finding : code
}

function coverageOf(
  terminal: Terminal,
  file: string,
  desk: Desk,
): { readonly kind: 'coverage'; readonly coverage: Coverage } | { readonly kind: 'refused'; readonly message: string } {
  let text: string
  try {
    text = readFileSync(resolve(terminal.cwd, file), 'utf8')
  } catch {
    return { kind: 'refused', message: `There is no file ${file} that can be read.` }
  }
  const read = readCoverage(text, desk.contracts)
  return read.kind === 'coverage'
    ? read
    : { kind: 'refused', message: `${file} cannot be held against what was seen.\n  ${read.messages.join('\n  ')}` }
}
