/** A kind of product. */
export type Kind = 'cli' | 'mcp' | 'sdk' | 'daemon' | 'web'

/** What kinds of product there are, each with the things that it counts. */
export const KINDS: {
  readonly [kind in Kind]: { readonly title: string; readonly things: string; readonly source: string }
} = {
  cli: { title: 'Command-line tool', things: 'commands', source: 'cli' },
  mcp: { title: 'MCP server', things: 'tools', source: 'mcp' },
  sdk: { title: 'SDK or library', things: 'functions', source: 'sdk' },
  daemon: { title: 'Daemon or service', things: 'jobs', source: 'daemon' },
  web: { title: 'Web site', things: 'pages', source: 'web' },
}

/** Legal bases that a contract can have, each with what it means for a user. */
export const CONSENTS = {
  'opt-in': 'Ask; nothing is counted before a yes',
  notice: 'Show a notice; counted a day later, unless somebody said no',
  'audience-fr': 'The French rules for audience measurement; a notice as well',
  local: 'Count on the user’s own machine only; nothing leaves',
} as const

/** A legal basis. */
export type Consent = keyof typeof CONSENTS

/** What the wizard asks. */
export interface Answers {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly kind: Kind
  readonly sources: readonly string[]
  /** Names of commands, tools, functions, jobs; templates of pages. */
  readonly count: readonly string[]
  readonly as: 'rollup' | 'event'
  readonly consent: Consent
  /** Where the collector is: undefined while there is none. */
  readonly endpoint?: string
  readonly owners: readonly string[]
  readonly population: number
  /** A page about the telemetry. */
  readonly docs?: string
}

/** An answer that was not one: what is wrong with it, as a whole sentence. */
interface Refused {
  readonly fault: string
}

type Read<T> = T | Refused

interface Question<T> {
  readonly what: string
  /** Reads an answer: a text from the command line or a keyboard, or a value of JSON. */
  read(given: unknown): Read<T>
  readonly schema: object
}

const NAME = /^[a-z][a-z0-9-]{1,38}$/
const SOURCE = /^[a-z][a-z0-9-]{0,30}$/
const VALUE = /^[A-Za-z0-9][A-Za-z0-9 ._:+/-]{0,63}$/
const PAGE = /^\/(?:[A-Za-z0-9._~:*/-]{0,200})$/
const MOST_COUNTED = 200

/** Every question, by its name in a file and on the command line. */
export const QUESTIONS: { readonly [name in keyof Answers]-?: Question<NonNullable<Answers[name]>> } = {
  name: {
    what: 'what the product is called in code',
    read: (given) =>
      typeof given === 'string' && NAME.test(given)
        ? given
        : { fault: 'A name is 2 to 39 small letters, digits and -, the first one a letter, such as acme.' },
    schema: { type: 'string', pattern: NAME.source },
  },
  title: { what: 'what people call it', read: readLine(60), schema: lineSchema(60) },
  description: { what: 'what it does, in one sentence', read: readLine(200), schema: lineSchema(200) },
  kind: {
    what: 'what kind of product it is',
    read: readOneOf(Object.keys(KINDS) as Kind[]),
    schema: { enum: Object.keys(KINDS) },
  },
  sources: {
    what: 'which parts of it count',
    read: readList(SOURCE, 'a source is small letters, digits and -, the first one a letter, such as cli', 20),
    schema: listSchema(SOURCE, 20),
  },
  count: {
    what: 'what is to be counted: commands, tools, functions, jobs, pages',
    read: readList(
      new RegExp(`${VALUE.source}|${PAGE.source}`),
      'a name is up to 64 letters, digits and any of . _ : + / - and blanks, a page begins with /',
      MOST_COUNTED,
    ),
    schema: listSchema(new RegExp(`${VALUE.source}|${PAGE.source}`), MOST_COUNTED),
  },
  as: {
    what: 'how it is counted: rollup adds up on the user’s machine, event keeps each use with its hour',
    read: readOneOf(['rollup', 'event']),
    schema: { enum: ['rollup', 'event'] },
  },
  consent: {
    what: 'on what legal basis',
    read: readOneOf(Object.keys(CONSENTS) as Consent[]),
    schema: { enum: Object.keys(CONSENTS) },
  },
  endpoint: { what: 'where the collector is', read: readAddress, schema: { type: 'string', pattern: '^https?://' } },
  owners: {
    what: 'who answers for it',
    read: readList(/^[^\s,][^,\n\r]{0,99}$/, 'an owner is a person or a team, such as @acme/dx', 20),
    schema: listSchema(/^[^\s,][^,\n\r]{0,99}$/, 20),
  },
  population: {
    what: 'the smallest number of monthly machines it is meant for',
    read(given) {
      const number = typeof given === 'string' && /^\d[\d_]*$/.test(given) ? Number(given.replaceAll('_', '')) : given
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= 40
        ? number
        : { fault: 'It has to be a whole number from 40: among fewer machines every one stands out.' }
    },
    schema: { type: 'integer', minimum: 40 },
  },
  docs: { what: 'a page about the telemetry', read: readAddress, schema: { type: 'string', pattern: '^https?://' } },
}

/** The questions without an answer of their own. */
export const NEEDED: readonly (keyof Answers)[] = ['name', 'description', 'count', 'owners']

/** The schema of an answers file. */
export const ANSWERS_SCHEMA: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Answers for plainsight new',
  type: 'object',
  properties: {
    // By which an editor knows what it edits.
    $schema: { type: 'string' },
    ...Object.fromEntries(
      Object.entries(QUESTIONS).map(([name, { what, schema }]) => [name, { description: what, ...schema }]),
    ),
  },
  additionalProperties: false,
}

/** Answers that were given, or one sentence for each that cannot be used, with its place. */
export type ReadAnswers =
  | { readonly kind: 'answers'; readonly answers: Partial<Answers> }
  | { readonly kind: 'refused'; readonly messages: readonly string[] }

/**
 * Reads answers that somebody wrote down.
 * @param place how the place of an answer is called: `--name`, `answers.json: name`
 */
export function readAnswers(given: unknown, place: (name: string) => string): ReadAnswers {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { kind: 'refused', messages: [`${place('')}It has to be an object of answers, {"name": "acme", …}.`] }
  const answers: { [name: string]: unknown } = {}
  const messages: string[] = []
  for (const [name, value] of Object.entries(given)) {
    if (name === '$schema') continue
    const question = Object.hasOwn(QUESTIONS, name) ? QUESTIONS[name as keyof Answers] : undefined
    if (question === undefined) {
      messages.push(`${place(name)}: nobody asked for that; there are ${Object.keys(QUESTIONS).join(', ')}.`)
      continue
    }
    const read = question.read(value)
    if (isRefused(read)) messages.push(`${place(name)}: ${read.fault}`)
    else answers[name] = read
  }
  return messages.length > 0 ? { kind: 'refused', messages } : { kind: 'answers', answers: answers as Partial<Answers> }
}

/** What is taken where nobody said otherwise. */
export function withDefaults(
  given: Partial<Answers> & Pick<Answers, 'name' | 'description' | 'count' | 'owners'>,
): Answers {
  const kind = given.kind ?? 'cli'
  return {
    title: titleOf(given.name),
    kind,
    sources: [KINDS[kind].source],
    as: 'rollup',
    consent: 'opt-in',
    population: 10_000,
    ...given,
  }
}

/** `acme-notes` → `Acme notes`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** True of an answer that cannot be used. */
export function isRefused(read: unknown): read is Refused {
  return typeof read === 'object' && read !== null && 'fault' in read
}

function readLine(longest: number): (given: unknown) => Read<string> {
  return (given) => {
    const line = typeof given === 'string' ? given.trim() : ''
    const isLine = line !== '' && line.length <= longest && !/[\p{Cc}\u2028\u2029]/u.test(line)
    return isLine ? line : { fault: `It has to be one line of 1 to ${longest} characters.` }
  }
}

function lineSchema(longest: number): object {
  return { type: 'string', minLength: 1, maxLength: longest }
}

function readOneOf<T extends string>(words: readonly T[]): (given: unknown) => Read<T> {
  return (given) => words.find((word) => word === given) ?? { fault: `It has to be one of ${words.join(', ')}.` }
}

function readList(form: RegExp, rule: string, most: number): (given: unknown) => Read<readonly string[]> {
  const whole = new RegExp(`^(?:${form.source})$`)
  return (given) => {
    const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given
    if (!Array.isArray(items) || items.length === 0 || items.length > most)
      return { fault: `It has to be a list of 1 to ${most}; on the command line with commas between.` }
    const wrong = items.find((item) => typeof item !== 'string' || !whole.test(item))
    if (wrong !== undefined) return { fault: `${JSON.stringify(wrong) ?? 'that'} cannot be one: ${rule}.` }
    if (new Set(items).size < items.length) return { fault: 'Each of it can be named once.' }
    return items as string[]
  }
}

function listSchema(form: RegExp, most: number): object {
  return {
    type: 'array',
    items: { type: 'string', pattern: `^(?:${form.source})$` },
    minItems: 1,
    maxItems: most,
    uniqueItems: true,
  }
}

function readAddress(given: unknown): Read<string> {
  // Spaces and ends of lines are passed over by whoever parses an address, and by nobody who copies it.
  const url = typeof given === 'string' && /^\S+$/.test(given) && URL.canParse(given) ? new URL(given) : undefined
  const isFine = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isFine ? (given as string) : { fault: 'It has to be an address that begins with https:// or http://.' }
}
