import { Command } from 'commander'
import { answerTable, type AskedAnswer } from './answer-table.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import { withServer, type ServerPlace } from './with-server.ts'
import type { Terminal } from './terminal.ts'

interface AskOptions extends ServerPlace {
  readonly contract?: string
  readonly event?: string
  readonly from?: string
  readonly to?: string
  readonly by?: string
  readonly measure?: string
  readonly where?: readonly string[]
  readonly json?: true
}

/** `plainsight ask`: any question that the page can ask, from a terminal or a script. */
export function askCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('ask')
    .description('ask a collector what was used; without a question, print the questions there are')
    .argument('[question]', 'the name of a question')
    .option('--contract <name>', 'the contract it is about')
    .option('--event <name>', 'the event it is about')
    .option('--from <day>', 'first UTC day, such as 2026-11-19')
    .option('--to <day>', 'last UTC day, included')
    .option('--by <field>', 'the dimension to split by')
    .option('--measure <field>', 'the measure to read')
    .option('--where <condition...>', 'FIELD=VALUE, each of which has to hold')
    .option('--url <address>', 'a running collector', 'http://127.0.0.1:4680')
    .option('--data <folder>', 'the data folder of a collector that does not run')
    .option('--contracts <folder>', 'where the locks are, with --data', '.')
    .option('--json', 'the answer as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  plainsight ask breakdown --contract acme --event command.completed --by command',
    )
    .action(async (question: string | undefined, options: AskOptions) => end(await ask(terminal, question, options)))
}

async function ask(terminal: Terminal, question: string | undefined, options: AskOptions): Promise<ExitCode> {
  if (question !== undefined && options.contract === undefined)
    return refuseUse(
      terminal,
      `A question is about a contract: say which with --contract NAME. \`plainsight ask\` prints the questions there are.`,
    )
  return withServer(terminal, options, async (url) => {
    const answer = await get(question === undefined ? `${url}/api/questions` : questionUrl(url, question, options))
    if (answer.kind === 'away') return refuseOutside(terminal, `No collector answers at ${url}: ${answer.why}.`)
    const { status, body } = answer
    if (status === 400 || status === 404 || status === 422)
      return refuseUse(terminal, asOptions(messageOf(body, status)))
    if (status !== 200) return refuseOutside(terminal, messageOf(body, status))
    if (options.json) terminal.print(JSON.stringify(body, null, 2))
    else if (question === undefined) printQuestions(terminal, body)
    else for (const line of answerTable(body as AskedAnswer)) terminal.print(line)
    return EXIT.done
  })
}

function questionUrl(url: string, question: string, options: AskOptions): string {
  const address = new URL(`${url}/api/questions/${encodeURIComponent(question)}`)
  const { contract, event, from, to, by, measure } = options
  for (const [name, value] of Object.entries({ contract, event, from, to, by, measure }))
    if (value !== undefined) address.searchParams.set(name, value)
  for (const condition of options.where ?? []) address.searchParams.append('where', condition)
  return address.href
}

type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'away'; readonly why: string }

async function get(address: string): Promise<HttpAnswer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(60_000) })
    const text = await response.text()
    return { kind: 'answer', status: response.status, body: parsed(text) }
  } catch (error) {
    const cause = (error as { readonly cause?: { readonly message?: string } }).cause?.message
    return { kind: 'away', why: cause ?? (error instanceof Error ? error.message : String(error)) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function messageOf(body: unknown, status: number): string {
  const { message } = (body ?? {}) as { readonly message?: unknown }
  return typeof message === 'string' ? message : `The collector answered ${status}.`
}

// The collector speaks of parameters; whoever reads this types options.
function asOptions(message: string): string {
  return message.replace(/\b(contract|event|from|to|by|measure|where)=(?=\S)/g, '--$1 ')
}

function printQuestions(terminal: Terminal, body: unknown): void {
  const list = Array.isArray(body) ? body : ((body as { readonly questions?: unknown } | null)?.questions ?? [])
  for (const { name, title } of list as readonly { readonly name: string; readonly title: string }[])
    terminal.print(`${name.padEnd(18)} ${title}`)
}
