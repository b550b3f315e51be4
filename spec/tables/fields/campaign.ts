import { fieldCases, HOSTILE, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const open = { kind: 'campaign', doc: 'Which campaign the link was of', atMost: 200 }
const listed = { kind: 'campaign', doc: 'Which medium the link was in', values: ['Email', 'social', 'cpc'] }

/** Texts of the hostile list that have the shape of a label. */
const SHAPED = ['12', '__proto__', 'true', 'constructor', 'toString']
const shapeless = HOSTILE.filter(([, value]) => !SHAPED.includes(value as string))

export const campaignVectors: VectorFile = {
  path: 'fields/campaign.json',
  about: 'A label of the maintainer’s own link is kept by its list, or by its shape; what looks like an id is other.',
  cases: [
    ...fieldCases({
      field: open,
      admit: [
        ['a word is a label', 'launch', 'launch'],
        ['a label with spaces', 'Spring launch 2026', 'Spring launch 2026'],
        ['a label with each sign it may have', 'a.b_c~d-e f', 'a.b_c~d-e f'],
        ['other stands for itself and is no drift', 'other', 'other'],
        ['four digits in a row are a year', 'sale-2026', 'sale-2026'],
        ['five digits in a row are an id', 'mail-48601', 'other', 'other'],
        ['a day in eight digits is an id', 'mail-20261119', 'other', 'other'],
        ['sixteen letters and digits in a row are an id', 'a1b2c3d4e5f6a7b8', 'other', 'other'],
        ['fifteen of them are a label', 'a1b2c3d4e5f6a7b', 'a1b2c3d4e5f6a7b'],
        ['digits in front of many letters are an id', '1launchofthesummer', 'other', 'other'],
        ['sixteen letters in a row are a label', 'BlackFridayCyberMonday', 'BlackFridayCyberMonday'],
        ['a UUID is an id', '3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f', 'other', 'other'],
        ['a UUID inside a label is an id', 'to 3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f', 'other', 'other'],
        ['the longest label', 'ab '.repeat(40), 'ab '.repeat(40)],
        ['a longer one is other', `${'ab '.repeat(40)}c`, 'other', 'other'],
        ['an empty label is other', '', 'other', 'other'],
        ['a plus sign is none of a label', 'a+b', 'other', 'other'],
        ['a line feed at its end is none of a label', 'launch\n', 'other', 'other'],
        ['an umlaut is none of a label', 'frühling', 'other', 'other'],
        ...shapeless.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
      ],
      judge: [
        ['a label is kept', 'Spring launch', 'kept'],
        ['other is kept', 'other', 'kept'],
        ['five digits in a row are left out', 'mail-48601', 'off-shape'],
        ['a UUID is left out', '3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f', 'off-shape'],
        ['sixteen letters and digits in a row are left out', 'a1b2c3d4e5f6a7b8', 'off-shape'],
        ...shapeless.map(([says, value, kind]): Judged => [
          `${says} is left out`,
          value,
          kind === 'text' ? 'off-shape' : 'off-type',
        ]),
      ],
    }),
    ...fieldCases({
      field: listed,
      admit: [
        ['a label of the list is kept', 'social', 'social'],
        ['capitals do not matter, the list’s are kept', 'EMAIL', 'Email'],
        ['what is not on the list is other', 'banner', 'other', 'other'],
        ['other stands for itself and is no drift', 'other', 'other'],
        ['other in capitals is other', 'OTHER', 'other'],
        ...HOSTILE.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
      ],
      judge: [
        ['a label of the list is kept', 'Email', 'kept'],
        ['other is kept', 'other', 'kept'],
        ['capitals matter on the wire', 'email', 'not-on-list'],
        ...HOSTILE.map(([says, value, kind]): Judged => [
          `${says} is left out`,
          value,
          kind === 'text' ? 'not-on-list' : 'off-type',
        ]),
      ],
    }),
  ],
}
