import type { Suppression } from '@plainsight/contract'
import {
  fieldOf,
  fieldType,
  isExternalId,
  isProbe,
  type NormalContract,
  type NormalEvent,
  type NormalUse,
} from '@plainsight/contract/judge'
import { markdownTable } from './markdown-table.ts'

/** The part of the user page that names every event, and every value that can stand in one. */
export function pageEvents(contract: NormalContract): string {
  const parts = [
    '## Everything that can be reported',
    '',
    `There are ${countWord(Object.keys(contract.events).length + (contract.presence === false ? 0 : 1))}. Each says what it is for and who reads it.`,
  ]
  for (const { library, version, prefix } of contract.includes ?? [])
    parts.push(
      '',
      `Reports whose name begins with \`${prefix}.\` are of the library ${library} ${version}, which is part of ${contract.title}. What you choose for ${contract.title} goes for them too.`,
    )
  for (const [name, event] of Object.entries(contract.events)) parts.push('', eventPart(contract, name, event))
  if (contract.presence !== false) parts.push('', presencePart(contract, contract.presence.by))
  const passed = contract.reviews.filter((review): review is Suppression => 'rule' in review)
  if (passed.length > 0)
    parts.push(
      '',
      '### Rules that were let pass',
      '',
      'Contracts are held to rules. Where one is broken knowingly, someone who is named answers for it:',
      '',
      markdownTable(
        ['rule', 'where', 'who', 'when', 'why'],
        passed.map(({ rule, where, who, when, why }) => [`\`${rule}\``, `\`${where}\``, who, when, why]),
      ),
    )
  return parts.join('\n')
}

function eventPart(contract: NormalContract, name: string, event: NormalEvent): string {
  const facts = [
    `- **Why:** ${sentence(event.why)}`,
    ...(event.who === undefined ? [] : [`- **About:** ${sentence(event.who)}`]),
    `- **Read by:** ${event.readBy.map(readerWord).join(', ')}`,
    `- **Form:** ${formSentence(event)}`,
    `- **Ties to other reports:** ${idSentence(event)}`,
    ...(event.sampling === undefined
      ? []
      : [
          `- **Sampled:** about ${Math.round(event.sampling.rate * 100)} of 100 ${unitWord(event.sampling.unit)} are recorded; the rest record nothing.`,
        ]),
    ...(event.expires === undefined || event.expires === 'never'
      ? []
      : [`- **Ends:** this report stops by itself with ${event.expires}.`]),
    `- **Kept:** each row for ${event.retention} days.`,
  ]
  return [`### ${event.what} (\`${name}\`)`, '', ...facts, '', valueTable(contract, event)].join('\n')
}

function valueTable(contract: NormalContract, event: NormalEvent): string {
  const rows: string[][] = event.kind === 'errors' ? errorRows(event) : []
  for (const [name, use] of Object.entries(event.uses)) rows.push(valueRow(contract, name, use))
  for (const name of event.measure) {
    const [title, says, sent] = valueRow(contract, name, { need: 'optional' }) as [string, string, string]
    rows.push([title, says, `${sent}; added up for the day, and how the values were spread`])
  }
  for (const name of event.context) {
    const [title, says, sent] = valueRow(contract, name, { need: 'optional' }) as [string, string, string]
    rows.push([`${title} (goes with it)`, says, sent])
  }
  return rows.length === 0
    ? 'It carries no values.'
    : markdownTable(['value', 'what it says', 'what can be sent'], rows)
}

function errorRows({ classes = [], codes = [], packages = [], text = false }: NormalEvent): string[][] {
  const words = (own: readonly string[]): string =>
    own.length === 0 ? '' : `, or ${own.map((word) => `\`${word}\``).join(', ')}`
  return [
    [
      '`class`',
      'What kind of error it was',
      `a class that the language itself defines${words(classes)}; anything else is sent as the word other`,
    ],
    [
      '`code`',
      'Its code',
      `a code of the operating system or of the runtime${words(codes)}; anything else is sent as the word other`,
    ],
    ['`handled`, `fatal`', 'Whether the program dealt with it, and whether it ended with it', 'yes or no'],
    [
      '`frames`',
      'Where in the program it was thrown',
      `at most 16 places: a file of the program as it is published (as a short key), a line and a column${packages.length === 0 ? '' : `; of ${packages.map((name) => `\`${name}\``).join(', ')} the name alone`}; everything else is the word foreign, and no file of yours is ever named`,
    ],
    ['`causes`', 'What caused it', 'at most two, each with class, code and frames as above'],
    ...(text === false
      ? []
      : [
          [
            '`text`',
            'Its message',
            `at most ${text.max} characters, with names, paths and secrets masked, and only after you saw it on your terminal and said yes to that one`,
          ],
        ]),
  ]
}

function valueRow(contract: NormalContract, name: string, use: NormalUse): string[] {
  const field = fieldOf(contract, name)
  // `check` refuses a contract that uses a field it does not declare, so a lock never holds one.
  if (field === undefined) return [`\`${name}\``, '', '']
  const sent =
    use.is !== undefined
      ? `always \`${typeof use.is === 'string' ? use.is : JSON.stringify(use.is)}\``
      : use.only !== undefined
        ? `one of ${use.only.map((value) => `\`${value}\``).join(', ')}; anything else is sent as the word other`
        : fieldType(field).sentence(field)
  const exact = (field as { readonly exact?: string }).exact
  const reason = exact === undefined ? '' : ` (kept exact: ${exact})`
  const found = isProbe(name) && !Object.hasOwn(contract.fields, name) ? ' (found out by the program itself)' : ''
  const noise =
    field.noise === undefined
      ? ''
      : `. Your machine says something else now and then, by chance and always the same, so that its answer proves nothing of you (ε ${field.noise.epsilon}); your own report shows the true value`
  return [`\`${name}\``, `${field.doc}${found}`, `${sent}${reason}${noise}`]
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

/** The names of the ids that a product sets itself, such as an organisation's; empty for most contracts. */
export function externalIds(contract: NormalContract): string[] {
  return Object.entries(contract.fields)
    .filter(
      ([name, field]) =>
        isExternalId(field) && Object.values(contract.events).some((event) => Object.hasOwn(event.uses, name)),
    )
    .map(([name]) => name)
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

function fieldSentence(contract: NormalContract, name: string): string {
  const field = fieldOf(contract, name)
  return field === undefined ? '' : fieldType(field).sentence(field)
}

function readerWord(reader: string): string {
  const [kind, name] = reader.split(':', 2)
  if (name === undefined) return reader
  return `the ${kind} "${name.replaceAll('-', ' ')}"`
}

function unitWord(unit: 'machine' | 'run' | 'occurrence' | undefined): string {
  return { machine: 'machines', run: 'runs', occurrence: 'occurrences' }[unit ?? 'machine']
}

function countWord(count: number): string {
  return count === 1 ? 'one kind of report' : `${count} kinds of reports`
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
