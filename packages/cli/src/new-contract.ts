import { choice, defineContract, duration, event, rollup, route, type Contract } from '@plainsight/contract'
import { checkContract } from '@plainsight/contract/check'
import type { Answers, Kind } from './new-answers.ts'

/** What each kind of product counts: the field, the event, and the sentences that the user page prints. */
interface Counted {
  readonly field: string
  readonly event: string
  readonly doc: string
  readonly what: string
  readonly why: string
  readonly who: string
  /** Whether a use ends well or badly, and takes a time. */
  readonly ends: boolean
}

const WORKS = 'people use, which of them fail, and which are slow'

/** What is counted, by kind of product. */
export const COUNTED: { readonly [kind in Kind]: Counted } = {
  cli: {
    field: 'command',
    event: 'command.completed',
    doc: 'Which command ran',
    what: 'A command ended',
    why: `To see which commands ${WORKS}`,
    who: 'The person at the terminal',
    ends: true,
  },
  mcp: {
    field: 'tool',
    event: 'tool.called',
    doc: 'Which tool was called',
    what: 'A tool was called',
    why: `To see which tools ${WORKS}`,
    who: 'The person whose assistant calls the tool',
    ends: true,
  },
  sdk: {
    field: 'method',
    event: 'call.completed',
    doc: 'Which function was called',
    what: 'A call came back',
    why: `To see which functions ${WORKS}`,
    who: 'The program that uses the library',
    ends: true,
  },
  daemon: {
    field: 'job',
    event: 'job.completed',
    doc: 'Which job ran',
    what: 'A job ended',
    why: `To see which jobs ${WORKS}`,
    who: 'The machine that the service runs on',
    ends: true,
  },
  web: {
    field: 'page',
    event: 'page.viewed',
    doc: 'Which page was looked at',
    what: 'A page was looked at',
    why: 'To see which pages people read, before more is written',
    who: 'The visitor',
    ends: false,
  },
}

/** What goes with every record, richest first: the first of them that leaves nobody standing out is taken. */
const CONTEXTS: readonly (readonly string[])[] = [
  ['os', 'arch', 'productVersion'],
  ['os', 'productVersion'],
  ['os'],
  [],
]

/** A contract that keeps every rule, as data and as the text of its file; or why these answers make none. */
export type NewContract =
  | { readonly kind: 'contract'; readonly contract: Contract; readonly text: string }
  | { readonly kind: 'refused'; readonly messages: readonly string[] }

/** Makes a contract out of answers. */
export function newContract(answers: Answers): NewContract {
  let messages: string[] = []
  for (const context of CONTEXTS) {
    const contract = contractOf(answers, context)
    const issues = checkContract(contract)
    if (issues.length === 0) return { kind: 'contract', contract, text: textOf(answers, context) }
    messages = issues.map(({ message, mend }) => `${message} ${mend}`)
  }
  return { kind: 'refused', messages }
}

function contractOf(answers: Answers, context: readonly string[]): Contract {
  const { name, title, description, owners, docs, consent, sources, population, as, kind } = answers
  const { field, doc, event: eventName, what, why, who, ends } = COUNTED[kind]
  const count = countedNames(answers)
  const destination = destinationOf(answers)
  const attributes = { what, why, who, readBy: [`chart:${chartOf(answers)}`], signal: 'adoption' }
  const fields = {
    [field]: kind === 'web' ? route(count, doc, TRANSIENT) : choice([...count], doc, TRANSIENT),
    ...(ends ? { outcome: choice(OUTCOMES, ENDED, TRANSIENT), duration: duration(TOOK, MS) } : {}),
  }
  const by = ends ? [field, 'outcome'] : [field]
  const declared =
    as === 'rollup'
      ? rollup({ ...attributes, by, ...(ends ? { measure: ['duration'] } : {}) })
      : event({
          ...attributes,
          fields: { [field]: 'required', ...(ends ? { outcome: 'required', duration: 'optional' } : {}) },
        })
  return defineContract({
    name,
    version: '1.0.0',
    title,
    description,
    owners: [...owners],
    ...(docs === undefined ? {} : { docs }),
    ...(destination === undefined ? {} : { destinations: [destination] }),
    ...(population === 10_000 ? {} : { population }),
    consent: { preset: consent },
    sources: [...sources],
    context: [...context],
    ...(context.includes('os') ? { presence: { by: 'os' } } : {}),
    fields,
    events: { [eventName]: declared },
  } as never) as unknown as Contract
}

const TRANSIENT = { transient: true } as const
const OUTCOMES = ['ok', 'error', 'aborted']
const ENDED = 'How it ended'
const TOOK = 'How long it took'
const MS = { unit: 'ms', max: 3_600_000 } as const

function textOf(answers: Answers, context: readonly string[]): string {
  const { name, title, description, owners, docs, consent, sources, population, as, kind } = answers
  const { field, doc, event: eventName, what, why, who, ends } = COUNTED[kind]
  const count = countedNames(answers)
  const destination = destinationOf(answers)
  const used = [kind === 'web' ? 'route' : 'choice', ...(ends ? ['choice', 'duration'] : []), 'defineContract', as]
  const imports = [...new Set(used)].sort()
  const lines = [
    `import { ${imports.join(', ')} } from '@plainsight/client/contract'`,
    '',
    `// Everything that ${name} may report. What is not in this file cannot be counted, sent, stored or drawn.`,
    'export default defineContract({',
    `  name: ${quoted(name)},`,
    `  version: '1.0.0',`,
    `  title: ${quoted(title)},`,
    `  description: ${quoted(description)},`,
    `  owners: ${list(owners)},`,
    ...(docs === undefined ? [] : [`  docs: ${quoted(docs)},`]),
    ...(destination === undefined
      ? []
      : [
          `  destinations: [{ name: ${quoted(destination.name)}, host: ${quoted(destination.host)}, kind: 'plainsight' }],`,
        ]),
    ...(population === 10_000 ? [] : [`  population: ${grouped(population)},`]),
    `  consent: { preset: ${quoted(consent)} },`,
    `  sources: ${list(sources)},`,
    `  context: ${list(context)},`,
    ...(context.includes('os') ? [`  presence: { by: 'os' },`] : []),
    '  fields: {',
    ...(count === answers.count ? [] : [`    // ${quoted(name)} stands for a run without a command.`]),
    `    ${field}: ${kind === 'web' ? 'route' : 'choice'}(${list(count, 4)}, ${quoted(doc)}, { transient: true }),`,
    ...(ends
      ? [
          `    outcome: choice(${list(OUTCOMES)}, ${quoted(ENDED)}, { transient: true }),`,
          `    duration: duration(${quoted(TOOK)}, { unit: 'ms', max: ${grouped(MS.max)} }),`,
        ]
      : []),
    '  },',
    '  events: {',
    `    ${quoted(eventName)}: ${as}({`,
    `      what: ${quoted(what)},`,
    `      why: ${quoted(why)},`,
    `      who: ${quoted(who)},`,
    `      readBy: [${quoted(`chart:${chartOf(answers)}`)}],`,
    `      signal: 'adoption',`,
    ...(as === 'rollup'
      ? [`      by: ${list(ends ? [field, 'outcome'] : [field])},`, ...(ends ? [`      measure: ['duration'],`] : [])]
      : [`      fields: { ${field}: 'required'${ends ? `, outcome: 'required', duration: 'optional'` : ''} },`]),
    '    }),',
    '  },',
    '})',
    '',
  ]
  return lines.join('\n')
}

/** What the contract lists: what was named, and of a command-line tool its own name, under which a run without a command counts. */
function countedNames({ kind, name, count }: Answers): readonly string[] {
  return kind !== 'cli' || count.includes(name) ? count : [...count, name]
}

function destinationOf({
  endpoint,
  consent,
}: Answers): { readonly name: string; readonly host: string; readonly kind: 'plainsight' } | undefined {
  if (endpoint === undefined || consent === 'local') return undefined
  return { name: 'our collector', host: new URL(endpoint).host, kind: 'plainsight' }
}

function chartOf({ kind }: Answers): string {
  return { cli: 'commands', mcp: 'tools', sdk: 'functions', daemon: 'jobs', web: 'pages' }[kind]
}

/** A text as it stands in source code: in single quotes, as the rest of the file; what was typed may hold any character of a line. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

function list(items: readonly string[], indent = 0): string {
  const line = `[${items.map(quoted).join(', ')}]`
  if (line.length <= 80) return line
  const pad = ' '.repeat(indent + 2)
  return `[\n${items.map((item) => `${pad}${quoted(item)},\n`).join('')}${' '.repeat(indent)}]`
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '_')
}
