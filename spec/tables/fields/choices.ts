import { fieldCases, HOSTILE, LEFT_OUT, special, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'choices',
  doc: 'Which assistants were set up',
  values: ['claude', 'cursor', 'codex', 'gemini'],
  aliases: { 'claude-code': 'claude' },
  max: 3,
}

const LISTS = ['an empty list', 'a list with one text', 'a list with one number', 'a list with holes']
const noLists = HOSTILE.filter(([says]) => !LISTS.includes(says))

export const choicesVectors: VectorFile = {
  path: 'fields/choices.json',
  about: 'A set of words is sorted and holds each word once; whatever is not on the list is the one word other.',
  cases: [
    ...fieldCases({
      field,
      admit: [
        ['words of the list are kept and sorted', ['gemini', 'claude'], ['claude', 'gemini']],
        ['an empty set is a set', [], []],
        ['a word that stands twice is kept once', ['codex', 'codex'], ['codex']],
        ['an alias becomes its word', ['claude-code', 'claude'], ['claude']],
        ['what is not on the list is other', ['claude', 'my-own-tool'], ['claude', 'other'], 'other'],
        ['two words that are not on the list are one other', ['anna', '/home/anna'], ['other'], 'other'],
        ['other stands for itself and is no drift', ['other'], ['other']],
        [
          'more than three are cut off by their letters',
          ['gemini', 'cursor', 'codex', 'claude'],
          ['claude', 'codex', 'cursor'],
          'truncated',
        ],
        ['a number in the list is other', [1, 'codex'], ['codex', 'other'], 'other'],
        ['an object in the list is other', [{ a: 'secret' }], ['other'], 'other'],
        ['a list in the list is other', [['claude']], ['other'], 'other'],
        ['a list with holes has other in their places', special('sparse-list'), ['other'], 'other'],
        ['one word is no list', 'claude', LEFT_OUT, 'off-type'],
        ['true is no list', true, LEFT_OUT, 'off-type'],
        ...noLists.map(([says, value]): Admitted => [`${says} is left out`, value, LEFT_OUT, 'off-type']),
      ],
      judge: [
        ['a sorted set is kept', ['claude', 'gemini'], 'kept'],
        ['an empty set is kept', [], 'kept'],
        ['other is kept', ['claude', 'other'], 'kept'],
        ['a set that is not sorted is left out', ['gemini', 'claude'], 'off-shape'],
        ['a word that stands twice is left out with its set', ['claude', 'claude'], 'off-shape'],
        ['a set of more than three is left out', ['claude', 'codex', 'cursor', 'gemini'], 'off-shape'],
        ['a word that is not on the list is left out with its set', ['claude', 'vim'], 'not-on-list'],
        ['an alias is no wire value', ['claude-code'], 'not-on-list'],
        ['a path in the set is left out with it', ['/home/anna'], 'not-on-list'],
        ['a list with one number is left out', [1], 'off-type'],
        ['a list with holes is left out', special('sparse-list'), 'off-type'],
        ['one word is no list', 'claude', 'off-type'],
        ...noLists.map(([says, value]): Judged => [`${says} is left out`, value, 'off-type']),
      ],
    }),
    ...fieldCases({
      field: { kind: 'choices', doc: 'Which databases are connected', known: 'driver', edition: 1, max: 2 },
      admit: [
        ['public names are kept and sorted', ['snowflake', 'mysql'], ['mysql', 'snowflake']],
        ['other spellings of one name are one', ['PostgreSQL', 'pg', 'postgres'], ['postgres']],
        ['a private name is other', ['zephyrdb', 'mysql'], ['mysql', 'other'], 'other'],
        ['a connection is other', ['postgres://anna:x@db/ledger'], ['other'], 'other'],
        ['more than two are cut off', ['mysql', 'redis', 'duckdb'], ['duckdb', 'mysql'], 'truncated'],
        ['one name is no list', 'mysql', LEFT_OUT, 'off-type'],
      ],
      judge: [
        ['public names are kept', ['mysql', 'other'], 'kept'],
        ['another spelling is no wire form', ['pg'], 'not-on-list'],
        ['a private name is left out with its set', ['zephyrdb'], 'not-on-list'],
      ],
    }),
    ...fieldCases({
      field: { kind: 'choices', doc: 'Which clients were set up', known: 'mcp-client', edition: 1, max: 3 },
      admit: [
        ['clients are kept and sorted, in any spelling', ['Codex-MCP-Client', 'claude-code'], ['claude-code', 'codex']],
        ['a private client is other', ['zephyr-desk', 'cursor'], ['cursor', 'other'], 'other'],
      ],
      judge: [
        ['clients are kept', ['claude-code', 'other'], 'kept'],
        ['another spelling of a client is no wire form', ['codex-mcp-client'], 'not-on-list'],
      ],
    }),
  ],
}
