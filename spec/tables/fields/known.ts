import { fieldCases, HOSTILE, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const model = { kind: 'known', doc: 'Which model answered', of: 'model', edition: 1 }
const driver = { kind: 'known', doc: 'Which database', of: 'driver', edition: 1 }

export const knownVectors: VectorFile = {
  path: 'fields/known.json',
  about: 'A public name off a published list; any other name is its vendor with -other, or other.',
  cases: [
    ...fieldCases({
      field: model,
      admit: [
        ['a name of the list is kept', 'gpt-4o', 'gpt-4o'],
        ['capitals do not matter', 'GPT-4o', 'gpt-4o'],
        ['an underscore is a dash', 'claude_3_5_sonnet', 'claude-3-5-sonnet'],
        ['a date of eight digits is cut off', 'claude-3-5-sonnet-20241022', 'claude-3-5-sonnet'],
        ['a date with dashes is cut off', 'gpt-4o-mini-2024-07-18', 'gpt-4o-mini'],
        ['a date behind an at sign is cut off', 'claude-3-5-sonnet@20241022', 'claude-3-5-sonnet'],
        ['latest is cut off', 'mistral-large-latest', 'mistral-large'],
        ['a vendor in front is cut off', 'openai/gpt-4o', 'gpt-4o'],
        ['a path of models is cut off', 'models/gemini-1.5-pro', 'gemini-1.5-pro'],
        ['a name as a cloud serves it', 'anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet'],
        ['a fine-tune is its base', 'ft:gpt-4o-mini-2024-07-18:zephyrbank:ledger:9AbC', 'gpt-4o-mini'],
        ['another spelling becomes the name', 'gpt-35-turbo', 'gpt-3.5-turbo'],
        ['a private name of a known vendor is that vendor', 'gpt-4o-zephyrbank', 'openai-other', 'other'],
        ['a vendor in front is enough', 'mistral/zephyr-7b', 'mistral-other', 'other'],
        [
          'a long private name of a known vendor is that vendor',
          `claude-${'x'.repeat(300)}`,
          'anthropic-other',
          'other',
        ],
        ['a private name is other', 'zephyrbank-ledger-7b', 'other', 'other'],
        ['a vendor and other stand for themselves', 'openai-other', 'openai-other'],
        ['other stands for itself and is no drift', 'other', 'other'],
        ['an empty name is other', '', 'other', 'other'],
        ...HOSTILE.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
      ],
      judge: [
        ['a name of the list is kept', 'gpt-4o', 'kept'],
        ['a vendor with other is kept', 'anthropic-other', 'kept'],
        ['other is kept', 'other', 'kept'],
        ['capitals are no wire form', 'GPT-4o', 'not-on-list'],
        ['a date is no wire form', 'gpt-4o-2024-08-06', 'not-on-list'],
        ['another spelling is no wire form', 'gpt-35-turbo', 'not-on-list'],
        ['a vendor that is not on the list is left out', 'zephyrbank-other', 'not-on-list'],
        ...HOSTILE.map(([says, value, kind]): Judged => [
          `${says} is left out`,
          value,
          kind === 'text' ? 'not-on-list' : 'off-type',
        ]),
      ],
    }),
    ...fieldCases({
      field: driver,
      admit: [
        ['a database of the list is kept', 'snowflake', 'snowflake'],
        ['another spelling becomes the name', 'PostgreSQL', 'postgres'],
        ['a database of one’s own is other', 'zephyrdb', 'other', 'other'],
        ['a connection string is other', 'postgres://anna:hunter2@db.internal/ledger', 'other', 'other'],
      ],
      judge: [['a database of the list is kept', 'duckdb', 'kept']],
    }),
  ],
}
