import { fieldType } from './field-types.ts'
import type { FieldSpec } from './field-spec.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, isExternalId } from './normal-event.ts'

/** What each column says that every table of events has, in one sentence: for the store's own comments and for the page about it. */
export const ROW_COLUMN_WORDS: { readonly [column: string]: string } = {
  event: 'Which event happened',
  version: 'The contract version that the person agreed to',
  day: 'The UTC day on which it happened, as the sender said',
  at: 'When it happened (UTC), cut as its event says; absent for counters',
  source: 'Where it came from: one of the sources of the contract',
  actor: 'What kind of sender it was, as the server decided',
  id: 'The first 64 bits of the id that the event has for its period; 0 where it has none',
  count: 'How often it happened; 1 for an occurrence',
  weight: 'How many records this one stands for where the event is sampled; else 1',
  k: 'The key of the row, by which a row that comes twice is one; it tells of no batch and no machine',
  expires: 'The first day on which the row can no longer be read',
}

const PRESENCE_WORDS: { readonly [column: string]: string } = {
  f_grain: 'Presence: whether the row is of a day, a week or a month',
  f_gap: 'Presence, by day: days since the last one',
  f_back: 'Presence, by week: weeks since the last one',
  f_index: 'Presence, by week: weeks since the first one',
}

const ERROR_WORDS: { readonly [column: string]: string } = {
  e_group: 'Error: the fingerprint under which like reports stand together',
  e_class: 'Error: its class, of the language or of the contract',
  e_code: 'Error: its code, of the system or of the contract',
  e_handled: 'Error: whether the program dealt with it',
  e_fatal: 'Error: whether it ended the program',
  e_frames: 'Error: where it was thrown, outwards; a file of the build stands there by its key',
  e_causes: 'Error: what caused it; each one is a class, a code or -, and frames, with spaces between them',
}

/**
 * What each column says that a contract adds to its table of events. Names are without the number that a column has whose field changed
 * its type: `c_` context, `f_` fields, `x_` ids that the product sets, `m_` measures, `e_` the parts of an error report,
 * `n_` a context value that stands alone.
 */
export function columnWords(contract: NormalContract): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  const say = (column: string, sentence: string): void => void (words.has(column) || words.set(column, sentence))
  const context = (name: string): void => {
    const field = fieldOf(contract, name)
    if (field !== undefined) say(`c_${name}`, `${fieldWords(field)} (context)`)
  }
  if (contract.presence !== false) {
    if (contract.presence.by !== undefined) context(contract.presence.by)
  }
  for (const event of Object.values(contract.events)) {
    event.context.forEach(context)
    for (const name of Object.keys(event.uses)) {
      const field = fieldOf(contract, name)
      if (field === undefined) continue
      if (isExternalId(field)) say(`x_${field.of}`, `${fieldWords(field)} (set by the product)`)
      else say(`f_${name}`, fieldWords(field))
    }
    for (const name of event.measure) {
      const field = fieldOf(contract, name)
      if (field === undefined) continue
      say(`m_${name}_sum`, `${fieldWords(field)}; the sum of the values that were counted`)
      say(
        `m_${name}_hist`,
        `${trimmed(field.doc)}: how many values lie in each bucket (2^(i/4), 2^((i+1)/4)]; −32768 is zero`,
      )
    }
    if (event.kind === 'errors') for (const [column, sentence] of Object.entries(ERROR_WORDS)) say(column, sentence)
    if (event.text !== undefined && event.text !== false)
      say('e_text', `Error: its masked message, at most ${event.text.max} characters, to which the person said yes`)
  }
  if (contract.environment !== undefined) {
    say('n_field', 'A context value that stands alone: which field it is of')
    say('n_value', 'A context value that stands alone: the value, as a word')
  }
  if (contract.presence !== false)
    for (const [column, sentence] of Object.entries(PRESENCE_WORDS))
      words.set(column, words.has(column) ? `${sentence}. Elsewhere: ${words.get(column)}` : sentence)
  return words
}

function fieldWords(field: FieldSpec): string {
  const { decimals = 0 } = field as { readonly decimals?: number }
  const scale = decimals === 0 ? '' : `; stored as whole numbers of 10^−${decimals}`
  return `${trimmed(field.doc)}: ${fieldType(field).sentence(field)}${scale}`
}

function trimmed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replace(/[.:]$/, '')
}
