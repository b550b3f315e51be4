import type { Answer, AnswerColumn, AnswerValue, ContractMenu, MenuEvent } from '@plainsight/questions'

/** An answer as the server sends it: the answer itself, and what stands around it. */
export interface ServerAnswer extends Answer {
  readonly question: string
  readonly sampled: boolean
}

/** A row of an answer. */
export type AnswerRow = Answer['rows'][number]

/**
 * Reads what the server sent for a question.
 * @returns undefined for anything that is no answer; missing notes are none
 */
export function parseAnswer(data: unknown): ServerAnswer | undefined {
  if (!isObject(data) || !Array.isArray(data.columns) || !Array.isArray(data.rows)) return undefined
  const columns = data.columns.filter(isColumn)
  if (columns.length !== data.columns.length) return undefined
  const rows = data.rows.map((row: unknown) => (isObject(row) ? parseRow(row, columns) : undefined))
  if (rows.includes(undefined)) return undefined
  return {
    question: typeof data.question === 'string' ? data.question : '',
    columns,
    rows: rows as readonly AnswerRow[],
    notes: Array.isArray(data.notes) ? data.notes.filter((note) => typeof note === 'string') : [],
    sampled: data.sampled === true,
    ...(data.hidden === true ? { hidden: true } : {}),
  }
}

/**
 * Reads the list of contracts.
 * @returns undefined for anything that is none; an entry without a name or events is left out
 */
export function parseContracts(data: unknown): readonly ContractMenu[] | undefined {
  const list = isObject(data) && Array.isArray(data.contracts) ? data.contracts : data
  if (!Array.isArray(list)) return undefined
  return list.flatMap((entry: unknown) => {
    if (!isObject(entry) || typeof entry.name !== 'string' || !Array.isArray(entry.events)) return []
    const events = entry.events.filter((event: unknown) => isObject(event) && typeof event.name === 'string')
    return [
      {
        name: entry.name,
        title: text(entry.title, entry.name),
        description: text(entry.description, ''),
        version: text(entry.version, ''),
        digest: text(entry.digest, ''),
        ...(typeof entry.docs === 'string' ? { docs: entry.docs } : {}),
        sources: words(entry.sources),
        presence: presence(entry.presence),
        environment: fields(entry.environment),
        fields: fields(entry.fields),
        events: events.map((event) => parseEvent(event as { readonly [key: string]: unknown })),
      },
    ]
  })
}

function presence(said: unknown): ContractMenu['presence'] {
  if (said === false) return false
  return isObject(said) && typeof said.by === 'string' ? { by: said.by } : {}
}

function parseEvent(event: { readonly [key: string]: unknown }): MenuEvent {
  return {
    name: event.name as string,
    kind: event.kind === 'rollup' || event.kind === 'errors' ? event.kind : 'event',
    what: text(event.what, ''),
    why: text(event.why, ''),
    ...(typeof event.who === 'string' ? { who: event.who } : {}),
    readBy: words(event.readBy),
    sources: words(event.sources),
    identity: text(event.identity, 'none'),
    ...(typeof event.identityReason === 'string' ? { identityReason: event.identityReason } : {}),
    retention: typeof event.retention === 'number' ? event.retention : 0,
    ...(typeof event.rate === 'number' ? { rate: event.rate } : {}),
    by: words(event.by),
    fields: words(event.fields),
    measure: words(event.measure),
    context: words(event.context),
    splits: fields(event.splits),
    measures: fields(event.measures),
  }
}

function fields(list: unknown): MenuEvent['splits'] {
  if (!Array.isArray(list)) return []
  return list.flatMap((field: unknown) =>
    isObject(field) && typeof field.name === 'string'
      ? [
          {
            name: field.name,
            doc: text(field.doc, ''),
            kind: text(field.kind, ''),
            ...(typeof field.unit === 'string' ? { unit: field.unit } : {}),
          },
        ]
      : [],
  )
}

function isColumn(column: unknown): column is AnswerColumn {
  return (
    isObject(column) &&
    typeof column.name === 'string' &&
    typeof column.label === 'string' &&
    typeof column.kind === 'string'
  )
}

// Only what a column names, and only what can be printed as text.
function parseRow(row: { readonly [key: string]: unknown }, columns: readonly AnswerColumn[]): AnswerRow {
  return Object.fromEntries(
    columns.map(({ name }): [string, AnswerValue] => {
      const value = row[name]
      return [
        name,
        typeof value === 'number' && Number.isFinite(value) ? value : typeof value === 'string' ? value : null,
      ]
    }),
  )
}

function words(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : []
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
