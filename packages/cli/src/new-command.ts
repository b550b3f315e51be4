import { Command, Option } from 'commander'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { generateCommand } from './generate-command.ts'
import { ANSWERS_SCHEMA, NEEDED, QUESTIONS, readAnswers, withDefaults, type Answers } from './new-answers.ts'
import { attachCode, FORM_PACKAGES, formsOf, type AttachForm } from './new-attach.ts'
import { newContract } from './new-contract.ts'
import { lookAround } from './new-guess.ts'
import { nextSteps } from './new-steps.ts'
import { askAnswers, askYes } from './new-prompts.ts'
import { lockPathOf } from './plan-outputs.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { whyNot } from './write-together.ts'
import { writeWhole } from './write-whole.ts'

interface NewOptions {
  readonly answers?: string
  readonly schema?: true
  readonly attach?: AttachForm
  readonly js?: true
  readonly overwrite?: true
  readonly json?: true
  readonly [answer: string]: unknown
}

/** `plainsight new`: asks what a product is and what it counts, and writes its contract, lock and page. */
export function newCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('new').description(
    'write the contract of a product: asked at the terminal, or told by flags or a file',
  )
  for (const [name, { what }] of Object.entries(QUESTIONS)) command.option(`--${name} <${name}>`, what)
  return command
    .option('--answers <file>', 'the same answers in a JSON file; flags stand above it')
    .option('--schema', 'print the JSON Schema of an answers file, and do nothing else')
    .addOption(
      new Option('--attach <form>', 'how the code that attaches it is written').choices([
        ...Object.keys(FORM_PACKAGES),
        'plain',
      ]),
    )
    .option('--js', 'call the contract NAME.telemetry.js, for a product that is published as JavaScript')
    .option('--overwrite', 'write over a contract that is there already')
    .option('--json', 'what was written, and the code that attaches it, as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plainsight new\n  plainsight new --name acme --description "Finds notes." --count list,check --owners @acme/dx\n  plainsight new --answers acme.json',
    )
    .action(async (options: NewOptions) => end(await run(terminal, options)))
}

async function run(terminal: Terminal, options: NewOptions): Promise<ExitCode> {
  if (options.schema) {
    terminal.print(JSON.stringify(ANSWERS_SCHEMA, null, 2))
    return EXIT.done
  }
  const given = givenAnswers(terminal, options)
  if (given.kind === 'refused') return refuseUse(terminal, given.messages.join('\nplainsight: '))
  const around = lookAround(terminal.cwd)
  const missing = NEEDED.filter((name) => given.answers[name] === undefined)
  const asks = missing.length > 0
  if (asks && !canAsk())
    return refuseUse(
      terminal,
      `Nobody can be asked here, and there is no answer to ${missing.join(', ')}: give ${missing.map((name) => `--${name}`).join(', ')}, or a file with --answers.`,
    )
  const answers = asks
    ? await askAnswers(given.answers, around.guesses)
    : withDefaults(given.answers as Parameters<typeof withDefaults>[0])
  if (answers === undefined) return left(terminal)
  const forms = formsOf(answers.kind)
  if (options.attach !== undefined && !forms.includes(options.attach))
    return refuseUse(terminal, `--attach: for the kind ${answers.kind} it has to be one of ${forms.join(', ')}.`)
  const made = newContract(answers)
  if (made.kind === 'refused')
    return refuseUse(terminal, `These answers make no contract.\n  ${made.messages.join('\n  ')}`)

  const ending = options.js ? 'js' : around.commonJs ? 'mts' : 'ts'
  const file = join(terminal.cwd, `${answers.name}.telemetry.${ending}`)
  const there = [file, lockPathOf(file), join(dirname(file), 'TELEMETRY.md')].filter((path) => existsSync(path))
  if (there.length > 0 && !options.overwrite) {
    const names = there.map((path) => path.slice(terminal.cwd.length + 1)).join(', ')
    if (!canAsk()) return refuseUse(terminal, `There is ${names} already; --overwrite writes over it.`)
    if (!(await askYes(`There is ${names} already. Write over it?`))) return left(terminal)
  }
  return write(terminal, file, made.text, answers, options, around)
}

async function write(
  terminal: Terminal,
  file: string,
  text: string,
  answers: Answers,
  options: NewOptions,
  around: ReturnType<typeof lookAround>,
): Promise<ExitCode> {
  try {
    writeWhole(file, text)
  } catch (error) {
    return refuseOutside(terminal, `${whyNot(error, file.slice(terminal.cwd.length + 1))} Nothing was written.`)
  }
  const name = file.slice(terminal.cwd.length + 1)
  // The same as `plainsight generate` does; its words are gathered, so that they stand in their place among ours.
  const said: string[] = []
  let code: ExitCode = EXIT.done
  const quiet: Terminal = { ...terminal, print: (line) => void said.push(line), say: (line) => void said.push(line) }
  await generateCommand(quiet, (ended) => (code = ended)).parseAsync([name, '--json', '--unpublished'], {
    from: 'user',
  })
  if (code !== EXIT.done) {
    for (const line of said) terminal.say(line)
    return code
  }
  const generated = JSON.parse(said.join('\n') || '{}') as {
    readonly written?: readonly string[]
    readonly fresh?: readonly string[]
  }
  const written = [name, ...(generated.written ?? []), ...(generated.fresh ?? [])]
  const forms = formsOf(answers.kind)
  const fitting = forms.find((each) => each !== 'plain' && around.depends.has(FORM_PACKAGES[each]))
  const form = options.attach ?? fitting ?? 'plain'
  const attach = attachCode(answers, form, name, around.version)
  if (options.json) terminal.print(JSON.stringify({ contract: name, written, attach }, null, 2))
  else for (const line of nextSteps(answers, name, written, attach)) terminal.print(line)
  return EXIT.done
}

function givenAnswers(terminal: Terminal, options: NewOptions): ReturnType<typeof readAnswers> {
  const flags = Object.fromEntries(
    Object.keys(QUESTIONS).flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
  const told = readAnswers(flags, (name) => `--${name}`)
  if (options.answers === undefined || told.kind === 'refused') return told
  const file = options.answers
  let written: unknown
  try {
    written = JSON.parse(readFileSync(resolve(terminal.cwd, file), 'utf8'))
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `It is not JSON: ${error.message}.` : 'There is no such file that can be read.'
    return { kind: 'refused', messages: [`${file}: ${why}`] }
  }
  const read = readAnswers(written, (name) => (name === '' ? `${file}: ` : `${file}, ${name}`))
  return read.kind === 'refused' ? read : { kind: 'answers', answers: { ...read.answers, ...told.answers } }
}

function left(terminal: Terminal): ExitCode {
  terminal.say('Nothing was written.')
  return EXIT.finding
}

// A question needs somebody who reads and somebody who types, and a terminal that can be drawn on.
function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env['TERM'] !== 'dumb'
}
