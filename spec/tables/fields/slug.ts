import { fieldCases, HOSTILE, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = { kind: 'slug', doc: 'Which template was taken', publicList: 'templates', atMost: 400 }

/** What has not the shape of a key, and a number or digits that have. */
const SHAPED = ['other', 'true', 'constructor', '12']
const shapeless = HOSTILE.filter(([, value]) => !SHAPED.includes(value as string))

export const slugVectors: VectorFile = {
  path: 'fields/slug.json',
  about:
    'A key of a public catalogue is held to its shape; the collector makes other of a key that the catalogue has not.',
  cases: fieldCases({
    field,
    admit: [
      ['a word is a key', 'hero', 'hero'],
      ['words joined by dashes are a key', 'pricing-table-2', 'pricing-table-2'],
      ['a name space in front is part of the key', 'official/hero', 'official/hero'],
      ['a name space may have an at sign', '@official/hero', '@official/hero'],
      ['digits alone are a key where they are few', '12', '12'],
      ['other stands for itself and is no drift', 'other', 'other'],
      ['the longest key', 'a'.repeat(80), 'a'.repeat(80)],
      ['a longer one is other', 'a'.repeat(81), 'other', 'other'],
      ['a capital is none of a key', 'Hero', 'other', 'other'],
      ['a dot is none of a key', 'anna.kowalska', 'other', 'other'],
      ['an underscore is none of a key', 'my_hero', 'other', 'other'],
      ['two name spaces are one too many', 'a/b/c', 'other', 'other'],
      ['a dash at the end is none of a key', 'hero-', 'other', 'other'],
      ['two dashes are none of a key', 'a--b', 'other', 'other'],
      ['four digits in a row are a year', 'report-2026', 'report-2026'],
      ['five digits in a row are an id', 'item-48601', 'other', 'other'],
      ['sixteen letters and digits in a row are an id', 'a1b2c3d4e5f6a7b8', 'other', 'other'],
      ['fifteen of them are a key', 'a1b2c3d4e5f6a7b', 'a1b2c3d4e5f6a7b'],
      ['sixteen letters in a row are a key', 'internationalise', 'internationalise'],
      ['a UUID is an id', '3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f', 'other', 'other'],
      ['a number is no text', 12, 'other', 'other'],
      ...shapeless.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
    ],
    judge: [
      ['a key is kept', 'pricing-table', 'kept'],
      ['a key with its name space is kept', '@official/hero', 'kept'],
      ['other is kept', 'other', 'kept'],
      ['a capital is left out', 'Hero', 'off-shape'],
      ['five digits in a row are left out', 'item-48601', 'off-shape'],
      ['a UUID is left out', '3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f', 'off-shape'],
      ['a number is of another type', 12, 'off-type'],
      ...shapeless.map(([says, value, kind]): Judged => [
        `${says} is left out`,
        value,
        kind === 'text' ? 'off-shape' : 'off-type',
      ]),
    ],
  }),
}
