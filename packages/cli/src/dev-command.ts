import { contractDigest } from '@plainsight/contract/canonical'
import { compileContract, normalContract, type CompiledContract } from '@plainsight/contract/judge'
import { Command } from 'commander'
import { examineContract } from './examine-contract.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { explainBatch, type ArrivedBatch } from './explain-batch.ts'
import { findingText } from './finding.ts'
import { listenForBatches, type AnswerBatch } from './listen-for-batches.ts'
import { nameFiles } from './name-files.ts'
import { portNumber } from './port-number.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { visibleValue } from './visible-value.ts'
import { variablePrefix } from '@plainsight/codegen'
import { watchCommand } from './watch-command.ts'

interface DevOptions {
  readonly port: number
  readonly contract?: string
}

interface Desk {
  readonly compiled: CompiledContract
  readonly digest: string
}

/** `plainsight dev`: shows every batch that arrives, and what a command records, with each value beside its rule. */
export function devCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('dev')
    .description('show every batch that arrives, and what a command records, with each value beside its rule')
    .argument('[command...]', 'a command to run, behind --; without one it listens until Ctrl-C')
    .option('--port <number>', 'where to listen on the loopback address; 0 picks a free port', portNumber, 0)
    .option('--contract <file>', 'a NAME.telemetry.ts, or a folder; everything below this folder when left out')
    .addHelpText('after', '\nExample:\n  plainsight dev -- acme list')
    .action(async (command: string[], options: DevOptions) => end(await run(terminal, command, options)))
}

async function run(terminal: Terminal, command: readonly string[], options: DevOptions): Promise<ExitCode> {
  const named = nameFiles(terminal, options.contract)
  if (named.kind === 'refused') return refuseUse(terminal, named.message)
  const desks = new Map<string, Desk>()
  for (const file of named.files) {
    const { contract, findings } = await examineContract(terminal, file)
    for (const finding of findings) terminal.say(findingText(finding))
    if (contract === undefined) return EXIT.finding
    const normal = normalContract(contract)
    desks.set(normal.name, { compiled: compileContract(contract), digest: contractDigest(normal) })
  }
  const listener = await listenForBatches(options.port, answerFor(terminal, desks))
  if (listener === undefined)
    return refuseOutside(terminal, `Port ${options.port} is taken; --port 0 picks a free one.`)
  try {
    terminal.print(`listening on ${listener.url}`)
    if (command.length > 0) return await watchCommand(terminal, command, listener.url, compiledOf(desks))
    for (const name of desks.keys()) {
      const prefix = variablePrefix(name)
      terminal.print(`for ${name}: ${prefix}_TELEMETRY=1 ${prefix}_TELEMETRY_ENDPOINT=${listener.url}`)
    }
    terminal.print(
      'A program delivers a day when it is over; `plainsight dev -- COMMAND` shows at once what a command records.',
    )
    await untilInterrupted()
    return EXIT.done
  } finally {
    await listener.close()
  }
}

function compiledOf(desks: ReadonlyMap<string, Desk>): ReadonlyMap<string, CompiledContract> {
  return new Map([...desks].map(([name, { compiled }]) => [name, compiled]))
}

function answerFor(terminal: Terminal, desks: ReadonlyMap<string, Desk>): AnswerBatch {
  return (body, bytes) => {
    const batch = (body ?? {}) as ArrivedBatch & { readonly [key in 'v' | 'batch' | 'contract' | 'digest']?: unknown }
    const desk = desks.get(String(batch.contract))
    const head = `batch ${word(batch.batch)}: ${word(batch.contract)} ${word(batch.version)} ${word(batch.source)}, day ${word(batch.day)}, ${bytes} bytes`
    terminal.print(`\n${head}`)
    if (desk === undefined) {
      const message = `There is no contract ${word(batch.contract)} here; there ${desks.size === 1 ? 'is' : 'are'} ${[...desks.keys()].join(', ')}.`
      terminal.print(`✗ 422 ${message}`)
      return { status: 422, body: { error: 'unknown-contract', message } }
    }
    if (batch.digest !== desk.digest.slice(0, 16))
      terminal.print(
        `! its digest is ${word(batch.digest)}, the contract's here is ${desk.digest.slice(0, 16)}: a collector would refuse it (422)`,
      )
    const { lines, accepted, rejected } = explainBatch(desk.compiled, batch)
    for (const line of lines) terminal.print(line)
    return { status: 200, body: { accepted, rejected, drift: 0 } }
  }
}

function word(value: unknown): string {
  const shown = visibleValue(value)
  return typeof value === 'string' ? shown.slice(1, -1) : shown
}
