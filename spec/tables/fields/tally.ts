import { fieldCases, HOSTILE, LEFT_OUT, special, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'tally',
  doc: 'How often each rule was broken',
  values: ['no-inline-style', 'layout', 'contrast'],
  aliases: { colour: 'contrast' },
  max: 2,
  upTo: 5_000,
}

// Objects that can be read are tallies of nothing, or of what is not on the list.
const READABLE = [
  'an empty object',
  'an object with the key __proto__',
  'an object that throws when it is read',
  'an object that contains itself',
  'an object whose text is a word',
]
const unreadable = HOSTILE.filter(([says]) => !READABLE.includes(says))

export const tallyVectors: VectorFile = {
  path: 'fields/tally.json',
  about: 'A tally says how often each word of a list; what is not on the list is added up under the word other.',
  cases: [
    ...fieldCases({
      field,
      admit: [
        ['counts of words of the list are kept', { layout: 3, contrast: 12 }, { contrast: 12, layout: 3 }],
        ['a count keeps two digits above 99', { layout: 1_234 }, { layout: 1_200 }],
        ['nothing counted is a tally', {}, {}],
        ['a count of zero is left out', { layout: 0, contrast: 1 }, { contrast: 1 }],
        ['a word and its alias are added up', { colour: 2, contrast: 3 }, { contrast: 5 }],
        ['they are added up before they are rounded', { colour: 104, contrast: 104 }, { contrast: 210 }],
        [
          'what is not on the list is added up under other',
          { layout: 1, anna: 2, '/home/anna': 3 },
          { layout: 1, other: 5 },
          'other',
        ],
        ['other stands for itself and is no drift', { other: 2 }, { other: 2 }],
        [
          'more than two words are cut to the most frequent',
          { layout: 1, contrast: 9, 'no-inline-style': 4 },
          { contrast: 9, 'no-inline-style': 4 },
          'truncated',
        ],
        [
          'of equals the first by its letters is kept',
          { layout: 4, contrast: 4, 'no-inline-style': 4 },
          { contrast: 4, layout: 4 },
          'truncated',
        ],
        ['more than the largest is moved to it', { layout: 9_999 }, { layout: 5_000 }, 'clamped'],
        ['less than zero is moved to one', { layout: -3 }, { layout: 1 }, 'clamped'],
        ['a fraction is rounded and counted as drift', { layout: 2.4 }, { layout: 2 }, 'rounded'],
        ['a text is no count, and its word is left out', { layout: '3', contrast: 1 }, { contrast: 1 }, 'off-type'],
        ['a secret in the place of a count is left out', { layout: 'sk-live-1234' }, {}, 'off-type'],
        ['an object that has the key __proto__ of its own counts nothing', special('proto-key'), {}, 'off-type'],
        ['an object that contains itself counts nothing', special('cycle'), {}, 'off-type'],
        ['an object whose text is a word counts nothing', special('object-with-text'), {}, 'off-type'],
        ['an object that throws when it is read is left out', special('throwing-getter'), LEFT_OUT, 'hostile'],
        ['a list is no tally', ['layout'], LEFT_OUT, 'off-type'],
        ['one word is no tally', 'layout', LEFT_OUT, 'off-type'],
        ['a number is no tally', 3, LEFT_OUT, 'off-type'],
        ...unreadable.map(([says, value]): Admitted => [`${says} is left out`, value, LEFT_OUT, 'off-type']),
      ],
      judge: [
        ['counts of words of the list are kept', { contrast: 12, layout: 3 }, 'kept'],
        ['nothing counted is kept', {}, 'kept'],
        ['other is kept', { other: 2 }, 'kept'],
        ['the largest is kept', { layout: 5_000 }, 'kept'],
        ['three digits are left out', { layout: 1_234 }, 'off-shape'],
        ['a count of zero is left out', { layout: 0 }, 'out-of-range'],
        ['more than the largest is left out', { layout: 5_100 }, 'out-of-range'],
        ['more than two words are left out', { contrast: 1, layout: 1, other: 1 }, 'off-shape'],
        ['a word that is not on the list is left out with its tally', { anna: 1 }, 'not-on-list'],
        ['an alias is no wire value', { colour: 1 }, 'not-on-list'],
        ['a text is no count', { layout: '3' }, 'off-type'],
        ['a fraction is no count', { layout: 1.5 }, 'off-type'],
        ['an object with the key __proto__ is left out', special('proto-key'), 'not-on-list'],
        ['an object that throws when it is read is left out', special('throwing-getter'), 'not-on-list'],
        ['an object that contains itself is left out', special('cycle'), 'not-on-list'],
        ['an object whose text is a word is left out', special('object-with-text'), 'not-on-list'],
        ['a list is no tally', ['layout'], 'off-type'],
        ...unreadable.map(([says, value]): Judged => [`${says} is left out`, value, 'off-type']),
      ],
    }),
    ...fieldCases({
      field: {
        kind: 'tally',
        doc: 'How many connections of each database',
        known: 'driver',
        edition: 1,
        max: 3,
        upTo: 1_000,
      },
      admit: [
        ['public names are counted', { mysql: 2, snowflake: 1 }, { mysql: 2, snowflake: 1 }],
        ['other spellings of one name are added up', { PostgreSQL: 2, pg: 1, postgres: 1 }, { postgres: 4 }],
        ['a private name is counted as other', { zephyrdb: 3 }, { other: 3 }, 'other'],
        ['a connection is counted as other', { 'postgres://anna:x@db/ledger': 1 }, { other: 1 }, 'other'],
        ['a count beyond the largest is clamped', { mysql: 5_000 }, { mysql: 1_000 }, 'clamped'],
        ['a list is no tally', ['mysql'], LEFT_OUT, 'off-type'],
      ],
      judge: [
        ['public names are kept', { mysql: 2, other: 1 }, 'kept'],
        ['another spelling is no wire form', { pg: 1 }, 'not-on-list'],
        ['a private name is left out with its tally', { zephyrdb: 1 }, 'not-on-list'],
      ],
    }),
    ...fieldCases({
      field: {
        kind: 'tally',
        doc: 'How many sessions of each client',
        known: 'mcp-client',
        edition: 1,
        max: 3,
        upTo: 1_000,
      },
      admit: [
        [
          'clients are counted, all spellings of one as one',
          { 'codex-mcp-client': 2, 'codex-cli': 1, cursor: 3 },
          { codex: 3, cursor: 3 },
        ],
        ['a private client is counted as other', { 'zephyr-desk': 3 }, { other: 3 }, 'other'],
      ],
      judge: [
        ['clients are kept', { codex: 3 }, 'kept'],
        ['another spelling of a client is no wire form', { 'codex-cli': 1 }, 'not-on-list'],
      ],
    }),
  ],
}
