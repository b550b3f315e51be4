import { fieldCases, HOSTILE } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const two = { kind: 'version', doc: 'The version of the product', parts: 2 }
const one = { kind: 'version', doc: 'The major version of the runtime', parts: 1 }

export const versionVectors: VectorFile = {
  path: 'fields/version.json',
  about: 'A version is cut to one or two parts; what may be on one machine only becomes the word other.',
  cases: [
    ...fieldCases({
      field: two,
      admit: [
        ['a release is cut to two parts', '3.1.4', '3.1'],
        ['two parts are kept', '3.1', '3.1'],
        ['a v in front is left out', 'v22.14.0', '22.14'],
        ['zero is a part', '0.0.1', '0.0'],
        ['a build number of Windows is cut off', '10.0.22631', '10.0'],
        ['other stands for itself and is no drift', 'other', 'other'],
        ['one part is too few', '3', 'other', 'other'],
        ['a pre-release is other', '3.2.0-rc.1', 'other', 'other'],
        ['a build of one’s own is other', '3.2.0+anna', 'other', 'other'],
        ['four parts are other', '1.2.3.4', 'other', 'other'],
        ['a part of five digits is other', '12345.1', 'other', 'other'],
        ['a part with a zero in front is other', '01.2', 'other', 'other'],
        ['a capital V is other', 'V1.2.3', 'other', 'other'],
        ['a space is other', ' 1.2.3', 'other', 'other'],
        ['a line end is other', '1.2.3\n', 'other', 'other'],
        ['digits of another script are other', '١.٢', 'other', 'other'],
        ['an empty text is other', '', 'other', 'other'],
        ['a number is other, since 1.10 and 1.1 are one number', 1.1, 'other', 'other'],
        ...HOSTILE.map(([says, value]) => [`${says} becomes other`, value, 'other', 'other'] as const),
      ],
      judge: [
        ['two parts are kept', '3.1', 'kept'],
        ['other is kept', 'other', 'kept'],
        ['the longest is kept', '9999.9999', 'kept'],
        ['one part is left out', '3', 'off-shape'],
        ['three parts are left out', '3.1.4', 'off-shape'],
        ['a v in front is left out', 'v3.1', 'off-shape'],
        ['a zero in front is left out', '3.01', 'off-shape'],
        ['a line end is left out', '3.1\n', 'off-shape'],
        ['a number is of another type', 3.1, 'off-type'],
        ...HOSTILE.map(
          ([says, value, kind]) => [`${says} is left out`, value, kind === 'text' ? 'off-shape' : 'off-type'] as const,
        ),
      ],
    }),
    ...fieldCases({
      field: one,
      admit: [
        ['a release is cut to one part', 'v24.21.0', '24'],
        ['one part is kept', '24', '24'],
        ['a pre-release is other', '25.0.0-nightly', 'other', 'other'],
      ],
      judge: [
        ['one part is kept', '24', 'kept'],
        ['two parts are left out', '24.21', 'off-shape'],
        ['a zero in front is left out', '024', 'off-shape'],
      ],
    }),
  ],
}
