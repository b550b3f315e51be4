import {
  fieldOf,
  fieldType,
  isExternalId,
  type Column,
  type NormalContract,
  type NormalEvent,
} from '@plainsight/contract/judge'
import { columnWords, ROW_COLUMN_WORDS } from '@plainsight/contract/columns'
import { versionsOf, type ContractLocks } from './contract-locks.ts'
import { markdownTable } from './markdown-table.ts'

/** One column of the store's table of a contract, as it stands there. */
export interface ContractColumn {
  readonly name: string
  /** ClickHouse's name, with `Nullable` where a value may be absent. */
  readonly type: string
  readonly says: string
}

const WORD = 'LowCardinality(String)'

/** The types of the columns that every event has; what they say is `ROW_COLUMN_WORDS`. */
const ROW_TYPES: { readonly [column: string]: string } = {
  event: WORD,
  version: WORD,
  day: 'Date',
  at: "Nullable(DateTime('UTC'))",
  source: WORD,
  actor: WORD,
  id: 'UInt64',
  count: 'UInt32',
  weight: 'Float64',
  k: 'UInt64',
  expires: 'Date',
}

const ERROR_TYPES: readonly (readonly [part: string, type: string])[] = [
  ['group', WORD],
  ['class', WORD],
  ['code', WORD],
  ['handled', 'Bool'],
  ['fatal', 'Bool'],
  ['frames', 'Array(LowCardinality(String))'],
  ['causes', 'Array(LowCardinality(String))'],
]

/** Whole numbers on the wire stay below 2^53, so each of these holds every value of those before it. */
const NUMBERS = ['Nullable(UInt32)', 'Nullable(UInt64)', 'Nullable(Int64)']

/**
 * The columns that the store makes for a contract and its accepted versions, in their order. A field whose type changed between them
 * has a column of its own for the newer one, with a number behind its name.
 */
export function contractColumns(locks: ContractLocks): readonly ContractColumn[] {
  const placed = new Map<string, { type: string; says: string }>()
  for (const { contract } of versionsOf(locks)) {
    const words = columnWords(contract)
    for (const [base, type] of wantedColumns(contract)) {
      for (let n = 1; ; n++) {
        const name = n === 1 ? base : `${base}_${n}`
        const found = placed.get(name)
        const fits = found === undefined || isWider(type, found.type)
        if (!fits && found.type !== type && !isWider(found.type, type)) continue
        placed.set(name, { type: fits ? type : found.type, says: words.get(base) ?? '' })
        break
      }
    }
  }
  return [
    ...Object.entries(ROW_TYPES).map(([name, type]) => ({ name, type, says: ROW_COLUMN_WORDS[name] ?? '' })),
    ...[...placed].map(([name, { type, says }]) => ({ name, type, says })),
  ]
}

// In the order in which the store places them, which decides whose name gets the number.
function wantedColumns(contract: NormalContract): readonly (readonly [base: string, type: string])[] {
  const context = new Map<string, Column>()
  const fields = new Map<string, Column>()
  const ids = new Set<string>()
  const measures = new Set<string>()
  const columnOf = (name: string): Column | undefined => {
    const field = fieldOf(contract, name)
    return field && fieldType(field).column(field)
  }
  const add = (to: Map<string, Column>, name: string): void => {
    const column = columnOf(name)
    if (column !== undefined) to.set(name, column)
  }
  if (contract.presence !== false && contract.presence.by !== undefined) add(context, contract.presence.by)
  for (const event of Object.values(contract.events)) {
    for (const name of event.context) add(context, name)
    for (const name of Object.keys(event.uses)) {
      const field = fieldOf(contract, name)
      if (field !== undefined && isExternalId(field)) ids.add(field.of)
      else add(fields, name)
    }
    for (const name of event.measure) measures.add(name)
  }
  const errors = Object.values(contract.events).filter(({ kind }) => kind === 'errors')
  const hasText = errors.some(({ text }) => text !== undefined && text !== false)
  const alone = contract.environment === undefined ? [] : ['field', 'value']
  const presence = contract.presence === false ? [] : ['grain', 'gap', 'back', 'index']
  return [
    ...presence.map((name) => [`f_${name}`, nullable(WORD)] as const),
    ...alone.map((name) => [`n_${name}`, nullable(WORD)] as const),
    ...[...context].map(([name, { type }]) => [`c_${name}`, nullable(type)] as const),
    ...[...ids].map((kind) => [`x_${kind}`, nullable('String')] as const),
    ...[...fields].map(([name, { type }]) => [`f_${name}`, nullable(type)] as const),
    ...[...measures].flatMap((name) => [
      [`m_${name}_sum`, 'Int64'] as const,
      [`m_${name}_hist`, 'Map(Int16, UInt32)'] as const,
    ]),
    ...(errors.length === 0 ? [] : ERROR_TYPES).map(([part, type]) => [`e_${part}`, nullable(type)] as const),
    ...(hasText ? [['e_text', nullable('String')] as const] : []),
  ]
}

function nullable(type: string): string {
  if (/^(?:Array|Map)\(/.test(type)) return type
  const word = /^LowCardinality\((.+)\)$/.exec(type)
  return word === null ? `Nullable(${type})` : `LowCardinality(Nullable(${word[1]}))`
}

function isWider(type: string, than: string): boolean {
  return NUMBERS.includes(than) && NUMBERS.indexOf(type) > NUMBERS.indexOf(than)
}

/** The page about the columns that the store has for a contract: each with its type and what it says, and which event fills which. */
export function generateColumns(locks: ContractLocks): string {
  const { contract } = locks.lock
  const columns = contractColumns(locks)
  const versions = versionsOf(locks).map((lock) => `${lock.contract.version} (digest \`${lock.digest.slice(0, 16)}\`)`)
  return `${[
    `# What is stored of ${contract.title}`,
    '',
    '<!-- Generated from the contract by `plainsight generate`. Do not edit. -->',
    '',
    `The table \`events_${contract.name.replaceAll('-', '_')}\` of the store, for the ${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')} of the contract. It has these columns and no others: what is not declared has no column to land in.`,
    'No column holds a batch, a time of arrival, an address or a version of the client: two rows of one machine come together by `id` and by nothing else.',
    '',
    markdownTable(
      ['column', 'type', 'what it says'],
      columns.map(({ name, type, says }) => [`\`${name}\``, `\`${type}\``, says]),
    ),
    '',
    '## Which event fills which',
    '',
    'Every row has the columns without a prefix. Beside them:',
    '',
    markdownTable(
      ['event', 'columns', 'days a row lives'],
      Object.entries(contract.events).map(([name, event]) => [
        `\`${name}\``,
        filledBy(contract, event)
          .map((column) => `\`${column}\``)
          .join(', ') || 'none',
        String(event.retention),
      ]),
    ),
    ...(contract.presence === false
      ? []
      : [
          '',
          `Presence fills \`f_grain\`, \`f_gap\`, \`f_back\` and \`f_index\`${contract.presence.by === undefined ? '' : `, and \`c_${contract.presence.by}\``}; a row lives ${contract.retention.raw} days.`,
        ]),
    ...(contract.environment === undefined
      ? []
      : ['', 'A context value that stands alone fills `n_field` and `n_value`, and nothing beside them.']),
  ].join('\n')}\n`
}

function filledBy(contract: NormalContract, event: NormalEvent): readonly string[] {
  const uses = Object.keys(event.uses).map((name) => {
    const field = fieldOf(contract, name)
    return field !== undefined && isExternalId(field) ? `x_${field.of}` : `f_${name}`
  })
  return [
    ...event.context.map((name) => `c_${name}`),
    ...uses,
    ...event.measure.flatMap((name) => [`m_${name}_sum`, `m_${name}_hist`]),
    ...(event.kind === 'errors' ? ERROR_TYPES.map(([part]) => `e_${part}`) : []),
    ...(event.text === undefined || event.text === false ? [] : ['e_text']),
  ]
}
