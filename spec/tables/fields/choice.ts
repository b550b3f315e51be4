import { fieldCases, HOSTILE } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'choice',
  doc: 'Which command ran',
  values: ['init', 'build', 'Deploy to test'],
  aliases: { b: 'build', initialise: 'init' },
}
const withOther = { kind: 'choice', doc: 'A list that names other itself', values: ['other', 'none'] }

export const choiceVectors: VectorFile = {
  path: 'fields/choice.json',
  about: 'A choice takes the words of its list, and makes the word other of everything else.',
  cases: [
    ...fieldCases({
      field,
      admit: [
        ['a word of the list is kept', 'build', 'build'],
        ['a word with spaces and a capital is kept', 'Deploy to test', 'Deploy to test'],
        ['an alias becomes its word', 'b', 'build'],
        ['another alias becomes its word', 'initialise', 'init'],
        ['other stands for itself and is no drift', 'other', 'other'],
        ['capitals matter', 'Build', 'other', 'other'],
        ['a space at the end matters', 'build ', 'other', 'other'],
        ['an empty text is not on the list', '', 'other', 'other'],
        ['a number is not on the list', 1, 'other', 'other'],
        ['true is not on the list', true, 'other', 'other'],
        ...HOSTILE.map(([says, value]) => [`${says} becomes other`, value, 'other', ...drift(value)] as never),
      ],
      judge: [
        ['a word of the list is kept', 'init', 'kept'],
        ['other is kept', 'other', 'kept'],
        ['an alias is no wire value', 'b', 'not-on-list'],
        ['capitals matter', 'Build', 'not-on-list'],
        ['a number is of another type', 1, 'off-type'],
        ['true is of another type', true, 'off-type'],
        ...HOSTILE.map(
          ([says, value, kind]) =>
            [`${says} is left out`, value, kind === 'text' ? 'not-on-list' : 'off-type'] as const,
        ),
      ],
    }),
    ...fieldCases({
      field: withOther,
      admit: [
        ['other may be on the list', 'other', 'other'],
        ['none is a word like any', 'none', 'none'],
        ['what is not on the list becomes other', 'something', 'other', 'other'],
      ],
      judge: [
        ['other is kept', 'other', 'kept'],
        ['none is kept', 'none', 'kept'],
      ],
    }),
  ],
}

function drift(value: unknown): readonly string[] {
  return value === 'other' ? [] : ['other']
}
