import { fieldOf, fieldType, type NormalContract, type NormalEvent } from '@plainsight/contract/judge'
import { markdownTable } from './markdown-table.ts'
import { valueDoc, valueTable } from './page-values.ts'
import { sentence } from './sentence.ts'

/** The part of the user page that names every event, and every value that can stand in one. */
export function pageEvents(contract: NormalContract): string {
  const parts = [
    '## Everything that can be reported',
    '',
    `There are ${countWord(Object.keys(contract.events).length + (contract.presence === false ? 0 : 1) + (contract.environment === undefined ? 0 : 1))}. Each says what it is for and who reads it.`,
  ]
  for (const { library, version, prefix } of contract.includes ?? [])
    parts.push(
      '',
      `Reports whose name begins with \`${prefix}.\` are of the library ${library} ${version}, which is part of ${contract.title}. What you choose for ${contract.title} goes for them too.`,
    )
  for (const [name, event] of Object.entries(contract.events)) parts.push('', eventPart(contract, name, event))
  if (contract.presence !== false) parts.push('', presencePart(contract, contract.presence.by))
  if (contract.environment !== undefined) parts.push('', environmentPart(contract, contract.environment))
  return parts.join('\n')
}

function eventPart(contract: NormalContract, name: string, event: NormalEvent): string {
  const facts = [
    `- **Why:** ${sentence(event.why)}`,
    ...(event.who === undefined ? [] : [`- **About:** ${sentence(event.who)}`]),
    `- **Read by:** ${event.readBy.map(readerWord).join(', ')}`,
    `- **Class:** \`${event.privacy}\`: ${CLASSES[event.privacy]}`,
    `- **Form:** ${formSentence(event)}`,
    `- **Ties to other reports:** ${idSentence(event)}`,
    ...sampleFacts(event),
    ...originFacts(contract, event),
    ...(event.expires === undefined || event.expires === 'never'
      ? []
      : [`- **Ends:** this report stops by itself with ${event.expires}.`]),
    `- **Kept:** each row for ${event.retention} days.`,
    `- **Stability:** ${event.stability}${STABILITIES[event.stability]}`,
    ...tagFacts(event),
    ...(event.deprecated === undefined ? [] : [`- **Going away:** ${sentence(event.deprecated)}`]),
  ]
  return [`### ${event.what} (\`${name}\`)`, '', ...facts, '', valueTable(contract, name, event)].join('\n')
}

/** What each class of privacy promises, in words. */
const CLASSES: { readonly [privacy in NormalEvent['privacy']]: string } = {
  public: 'what it says is public anyway, such as the name of something published.',
  aggregate: 'it is read in sums over many machines.',
  'opaque-identity': 'it carries an id that stands for someone and says nothing of them.',
  internal: 'only the people who make the program read it.',
  sensitive: 'every value is masked before it leaves: that it happened is all that is sent.',
  diagnostic: 'it is for mending a fault, and has a choice of its own.',
}

const STABILITIES: { readonly [stability in NormalEvent['stability']]: string } = {
  experimental: ': it is being tried, and may change or go.',
  stable: '.',
  deprecated: ': it is on its way out.',
}

// A rate of 1 records everything.
function sampleFacts({ sampling }: NormalEvent): string[] {
  if (sampling === undefined || sampling.rate >= 1) return []
  const among = sampling.rate >= 0.01 ? 100 : 10_000
  const part = `${Math.round(sampling.rate * among)} of ${among === 100 ? '100' : '10 000'} ${unitWord(sampling.unit)}`
  const kept = (sampling.keep ?? []).map((condition) =>
    Object.keys(condition)
      .map((field) => `\`${field}\``)
      .join(' and '),
  )
  const always =
    kept.length === 0
      ? ''
      : ` Some are recorded in any case, for what they say of ${[...new Set(kept)].join(', or of ')}.`
  return [`- **Sampled:** about ${part} are recorded; the rest record nothing.${always}`]
}

// Where a report comes from, where that is not the rule for the whole contract.
function originFacts(contract: NormalContract, event: NormalEvent): string[] {
  const some = event.sources.length < contract.sources.length
  return [
    ...(some ? [`- **Comes from:** ${event.sources.map((source) => `\`${source}\``).join(', ')} only.`] : []),
    ...(event.acceptFrom === 'service'
      ? ["- **Taken from:** the makers' own services only; nothing on your machine can send it."]
      : []),
    ...(event.channel === 'usage' || event.kind === 'errors'
      ? []
      : [`- **Channel:** \`${event.channel}\`, which has a choice of its own.`]),
  ]
}

function tagFacts({ tags, signal }: NormalEvent): string[] {
  const words = [...(signal === undefined ? [] : [signal]), ...tags]
  return words.length === 0 ? [] : [`- **Filed under:** ${words.map((word) => `\`${word}\``).join(', ')}`]
}

function formSentence(event: NormalEvent): string {
  if (event.kind === 'rollup')
    return 'a counter. Your machine adds up one row for each UTC day and combination of the values below; single uses, their order and their times are not kept.'
  if (event.kind === 'errors')
    return `a report of an error, with the time cut to the hour, the same error at most once a week.${event.text === undefined || event.text === false ? ' Its message is never sent.' : ''} It has a choice of its own: a yes to the rest is none to this. ${event.deliver === 'now' ? 'It leaves at once.' : 'It leaves when its UTC day is over.'}`
  const cut = event.precision === 'hour' ? 'cut to the hour' : `cut to the ${event.precision}`
  const leaves = event.deliver === 'now' ? 'It leaves at once.' : 'It leaves when its UTC day is over.'
  const once = {
    process: ' At most one per run of the program.',
    'project-and-process': ' At most one per project and run of the program.',
    month: ' At most one per calendar month.',
    install: ' At most one per installation.',
  }
  return `one report for each time it happens, with the time ${cut}. ${leaves}${event.once === undefined ? '' : once[event.once]}`
}

function idSentence(event: NormalEvent): string {
  if (event.identity === 'none')
    return 'none. It carries no id, so no two reports can be told to come from one machine.'
  const reach = {
    run: 'It carries a random id of one run of the program, forgotten when the run ends.',
    day: 'It carries a pseudonymous id that is another one each day (UTC).',
    week: 'It carries a pseudonymous id that is another one each week.',
    month: 'It carries a pseudonymous id that is another one each calendar month.',
    install: 'It carries a pseudonymous id that stays the same as long as the program is installed.',
  }[event.identity]
  const made =
    event.identity === 'run'
      ? ''
      : ' The id is made from a random secret of this machine that never leaves it, and from nothing about you or your hardware.'
  const reason = event.identityReason === undefined ? '' : ` Needed because: ${sentence(event.identityReason)}`
  return `${reach}${made}${reason}`
}

function presencePart(contract: NormalContract, by: string | undefined): string {
  const rows = [
    ['day', 'at most once a UTC day', 'how many days since the last such day: `first`, `1` … `6`, `7+`'],
    [
      'week',
      'at most once a week',
      'how many weeks since the last such week (`first`, `1` … `4+`), and since the first one (`0` … `52+`, in steps)',
    ],
    ['month', 'at most once a calendar month', 'nothing else'],
  ]
  const split =
    by === undefined
      ? 'Nothing goes with them.'
      : `With each goes \`${by}\` and nothing else: ${fieldSentence(contract, by)}.`
  return [
    '### The program was used (`plainsight.presence`)',
    '',
    '- **Why:** To know how many machines use the program and whether they come back, without an id that follows anyone.',
    '- **Form:** three separate rows.',
    '- **Ties to other reports:** none. The rows carry no id, not even a common one.',
    `- **Kept:** each row for ${contract.retention.raw} days.`,
    '',
    markdownTable(['row', 'sent', 'what it says'], rows),
    '',
    split,
  ].join('\n')
}

function environmentPart(contract: NormalContract, names: readonly string[]): string {
  return [
    '### What the program runs on (`plainsight.environment`)',
    '',
    '- **Why:** To know the shares of systems and versions, without tying one to another.',
    '- **Form:** each value below is a row of its own, at most once a calendar month.',
    '- **Ties to other reports:** none. The rows carry no id, and no two values stand in one.',
    `- **Kept:** each row for ${contract.retention.raw} days.`,
    '',
    markdownTable(
      ['value', 'what it says', 'what can be sent'],
      names.map((name) => [`\`${name}\``, valueDoc(contract, name), fieldSentence(contract, name)]),
    ),
  ].join('\n')
}

function fieldSentence(contract: NormalContract, name: string): string {
  const field = fieldOf(contract, name)
  return field === undefined ? '' : fieldType(field).sentence(field)
}

function readerWord(reader: string): string {
  const [kind = '', ...rest] = reader.split(':')
  if (rest.length === 0) return reader
  const name = rest.join(':')
  const [, question, day] = kind === 'question' ? (/^(.*) by (\d{4}-\d{2}-\d{2})$/.exec(name) ?? []) : []
  if (question !== undefined) return `the question "${question}", to be answered by ${day}`
  return `the ${kind} "${name.replaceAll('-', ' ')}"`
}

function unitWord(unit: 'machine' | 'run' | 'occurrence' | undefined): string {
  return { machine: 'machines', run: 'runs', occurrence: 'occurrences' }[unit ?? 'machine']
}

function countWord(count: number): string {
  return count === 1 ? 'one kind of report' : `${count} kinds of reports`
}
