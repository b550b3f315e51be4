import {
  compileContract,
  fieldOf,
  fieldType,
  isProbe,
  type NormalContract,
  type NormalEvent,
  type NormalUse,
  type Slot,
} from '@plainsight/contract/judge'
import { markdownTable } from './markdown-table.ts'

/** The table of what can stand in one report: each value with what it says and what can be sent. */
export function valueTable(contract: NormalContract, name: string, event: NormalEvent): string {
  const slots = compileContract(contract).event(name)?.slot
  const rows: string[][] = event.kind === 'errors' ? errorRows(event) : []
  for (const [field, use] of Object.entries(event.uses)) rows.push(valueRow(contract, field, use, slots?.get(field)))
  for (const field of event.measure) {
    const [title = '', says = '', sent] = valueRow(contract, field, { need: 'optional' }, slots?.get(field))
    rows.push([title, says, `${sent}; added up for the day, and how the values were spread`])
  }
  for (const field of event.context) {
    const [title, says = '', sent = ''] = valueRow(contract, field, { need: 'optional' }, undefined)
    rows.push([`${title} (goes with it)`, says, sent])
  }
  return rows.length === 0
    ? 'It carries no values.'
    : markdownTable(['value', 'what it says', 'what can be sent'], rows)
}

/** What a value says, and what to look at instead where it is on its way out. */
export function valueDoc(contract: NormalContract, name: string): string {
  const field = fieldOf(contract, name)
  if (field === undefined) return ''
  return field.deprecated === undefined ? field.doc : `${field.doc} (going away: ${field.deprecated})`
}

function valueRow(contract: NormalContract, name: string, use: NormalUse, slot: Slot | undefined): string[] {
  const field = fieldOf(contract, name)
  // `check` refuses a contract that uses a field it does not declare, so a lock never holds one.
  if (field === undefined) return [`\`${name}\``, '', '']
  const found = isProbe(name) && !Object.hasOwn(contract.fields, name) ? ' (found out by the program itself)' : ''
  return [`\`${name}\``, `${valueDoc(contract, name)}${found}`, sentWords(contract, name, use, slot)]
}

function sentWords(contract: NormalContract, name: string, use: NormalUse, slot: Slot | undefined): string {
  const field = fieldOf(contract, name)
  if (field === undefined) return ''
  // What is masked is masked whatever its field would say.
  if (slot?.field.kind === 'masked') return fieldType(slot.field).sentence(slot.field)
  const sent =
    use.is !== undefined
      ? `always \`${typeof use.is === 'string' ? use.is : JSON.stringify(use.is)}\``
      : use.only !== undefined
        ? `one of ${use.only.map((value) => `\`${value}\``).join(', ')}; anything else is sent as the word other`
        : fieldType(field).sentence(field)
  const exact = (field as { readonly exact?: string }).exact
  const reason = exact === undefined ? '' : ` (kept exact: ${exact})`
  const noise =
    field.noise === undefined
      ? ''
      : `. Your machine says something else now and then, by chance and always the same, so that its answer proves nothing of you (ε ${field.noise.epsilon}); your own report shows the true value`
  return `${sent}${reason}${noise}`
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
