import { fieldCases, HOSTILE, LEFT_OUT, special } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const files = { kind: 'bucket', doc: 'Files in the project', edges: [100, 1_000, 10_000] }
const findings = { kind: 'bucket', doc: 'Findings', edges: [1, 2, 4, 10], whole: true }
const time = {
  kind: 'bucket',
  doc: 'How long it took',
  edges: [10, 60, 300],
  unit: 's',
  labels: ['<10s', '10-60s', '1-5m', '5m+'],
}
const temperature = { kind: 'bucket', doc: 'Degrees', edges: [-10, 0, 0.5, 1_500] }

function hostile(lowest: string, highest: string): readonly never[] {
  return HOSTILE.map(([says, value]) => {
    const name = (value as { readonly special?: string } | null)?.special
    if (name === 'infinity') return [`${says} is in the highest class`, value, highest] as never
    if (name === '-infinity') return [`${says} is in the lowest class`, value, lowest] as never
    return [`${says} is left out`, value, LEFT_OUT, 'off-type'] as never
  })
}

export const bucketVectors: VectorFile = {
  path: 'fields/bucket.json',
  about: 'A bucket takes a number and gives the name of its size class; classes are closed below.',
  cases: [
    ...fieldCases({
      field: files,
      admit: [
        ['zero is in the lowest class', 0, '<100'],
        ['a number just below an edge is below it', 99.999, '<100'],
        ['a number on an edge is in the class that begins there', 100, '100-1k'],
        ['a number between edges', 4_211, '1k-10k'],
        ['the last edge begins the highest class', 10_000, '10k+'],
        ['a number below 0 is in the lowest class', -5, '<100'],
        ['a very large number is in the highest class', 1e308, '10k+'],
        ['minus zero is zero', special('-zero'), '<100'],
        ['a boolean is no number', true, LEFT_OUT, 'off-type'],
        ['a label is no number', '<100', LEFT_OUT, 'off-type'],
        ...hostile('<100', '10k+'),
      ],
      judge: [
        ['the lowest label is kept', '<100', 'kept'],
        ['a label between is kept', '100-1k', 'kept'],
        ['the highest label is kept', '10k+', 'kept'],
        ['a number is no label', 50, 'off-type'],
        ['a label of another bucket is not on the list', '1-5m', 'not-on-list'],
        ['other is not on the list', 'other', 'not-on-list'],
        ...HOSTILE.map(
          ([says, value, kind]) =>
            [`${says} is left out`, value, kind === 'text' ? 'not-on-list' : 'off-type'] as const,
        ),
      ],
    }),
    ...fieldCases({
      field: findings,
      admit: [
        ['whole numbers below one are none', 0, '0'],
        ['a class of one number is that number', 1, '1'],
        ['a class of two numbers ends on its last', 3, '2-3'],
        ['the class from 4 to 9', 9, '4-9'],
        ['the highest class', 10, '10+'],
      ],
      judge: [
        ['the name of the class below one', '0', 'kept'],
        ['the name of a class of one number', '1', 'kept'],
        ['the name with the open edge is not used for whole numbers', '2-4', 'not-on-list'],
      ],
    }),
    ...fieldCases({
      field: time,
      admit: [
        ['own words stand for the classes', 9.99, '<10s'],
        ['the second word', 10, '10-60s'],
        ['the third word', 299, '1-5m'],
        ['the last word', 300, '5m+'],
      ],
      judge: [
        ['an own word is kept', '5m+', 'kept'],
        ['a made label is not used beside own words', '300+', 'not-on-list'],
      ],
    }),
    ...fieldCases({
      field: temperature,
      admit: [
        ['below an edge that is below zero', -10.5, '<-10'],
        ['between two edges with a sign', -10, '-10-0'],
        ['an edge with a fraction', 0.25, '0-0.5'],
        ['an edge in thousands keeps what is exact', 0.5, '0.5-1.5k'],
        ['the highest class', 1_500, '1.5k+'],
      ],
      judge: [['a label with a fraction is kept', '0.5-1.5k', 'kept']],
    }),
  ],
}
