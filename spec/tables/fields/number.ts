import { fieldCases, HOSTILE, LEFT_OUT, special, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

/** What no number type takes. */
export const notNumbers: readonly Admitted[] = HOSTILE.map(
  ([says, value]) => [`${says} is left out`, value, LEFT_OUT, 'off-type'] as const,
)
/** What no number type keeps. */
export const notWire: readonly Judged[] = [
  ...HOSTILE.map(([says, value]) => [`${says} is left out`, value, 'off-type'] as const),
  ['minus zero has another form on the wire', special('-zero'), 'off-type'],
  ['a fraction is no wire value', 1.5, 'off-type'],
  ['2^53 is more than can be kept exactly', 9_007_199_254_740_992, 'off-type'],
  ['1e308 is more than can be kept exactly', 1e308, 'off-type'],
]

const count = { kind: 'count', doc: 'Warnings', max: 5_000 }
const exactCount = { kind: 'count', doc: 'Rows billed', max: 100_000, exact: 'the bill is made of it' }

export const countVectors: VectorFile = {
  path: 'fields/count.json',
  about: 'A count is whole, not below 0, and keeps two significant digits above 99.',
  cases: [
    ...fieldCases({
      field: count,
      admit: [
        ['zero is kept', 0, 0],
        ['minus zero is zero', special('-zero'), 0],
        ['numbers to 99 are kept', 99, 99],
        ['100 is kept', 100, 100],
        ['104 keeps two digits', 104, 100],
        ['105 is rounded up: halves go up', 105, 110],
        ['114 keeps two digits', 114, 110],
        ['995 becomes 1 000', 995, 1_000],
        ['1 249 becomes 1 200', 1_249, 1_200],
        ['1 250 becomes 1 300', 1_250, 1_300],
        ['the largest is kept', 5_000, 5_000],
        ['more than the largest is moved to it', 5_001, 5_000, 'clamped'],
        ['a very large number is moved to the largest', 1e308, 5_000, 'clamped'],
        ['less than 0 is moved to 0', -1, 0, 'clamped'],
        ['a fraction is rounded and counted as drift', 2.4, 2, 'rounded'],
        ['a half goes up', 2.5, 3, 'rounded'],
        ['a fraction that rounds to zero from below', -0.4, 0, 'rounded'],
        ['a fraction beyond the largest is clamped, which hides the rounding', 5_000.5, 5_000, 'clamped'],
        ['a boolean is no number', true, LEFT_OUT, 'off-type'],
        ...notNumbers,
      ],
      judge: [
        ['zero is kept', 0, 'kept'],
        ['99 is kept', 99, 'kept'],
        ['two digits are kept', 1_200, 'kept'],
        ['three digits are left out', 1_210, 'off-shape'],
        ['101 has three digits', 101, 'off-shape'],
        ['the largest is kept', 5_000, 'kept'],
        ['more than the largest is left out', 5_100, 'out-of-range'],
        ['less than 0 is left out', -1, 'out-of-range'],
        ...notWire,
      ],
    }),
    ...fieldCases({
      field: exactCount,
      admit: [
        ['an exact count keeps every digit', 12_345, 12_345],
        ['and is still clamped', 100_001, 100_000, 'clamped'],
      ],
      judge: [
        ['every digit is kept', 12_345, 'kept'],
        ['the range holds', 100_001, 'out-of-range'],
      ],
    }),
  ],
}

const duration = { kind: 'duration', doc: 'How long it took', unit: 'ms', max: 3_600_000 }

export const durationVectors: VectorFile = {
  path: 'fields/duration.json',
  about:
    'A duration is a whole number of its unit with two significant digits above 99; fractions are usual and no drift.',
  cases: fieldCases({
    field: duration,
    admit: [
      ['zero is kept', 0, 0],
      ['a fraction is rounded without drift', 12.4, 12],
      ['a half goes up', 12.5, 13],
      ['less than half a unit is zero', 0.49, 0],
      ['two digits are kept above 99', 1_234.5, 1_200],
      ['99.5 rounds to 100', 99.5, 100],
      ['the largest is kept', 3_600_000, 3_600_000],
      ['more than the largest is moved to it', 86_400_000, 3_600_000, 'clamped'],
      ['time that ran backwards is zero', -3, 0, 'clamped'],
      ...notNumbers,
    ],
    judge: [
      ['zero is kept', 0, 'kept'],
      ['two digits are kept', 1_200, 'kept'],
      ['three digits are left out', 1_234, 'off-shape'],
      ['more than the largest is left out', 3_700_000, 'out-of-range'],
      ['less than 0 is left out', -10, 'out-of-range'],
      ...notWire,
    ],
  }),
}

const cost = { kind: 'measure', doc: 'What it cost', unit: 'EUR', max: 100, decimals: 2 }
const balance = { kind: 'measure', doc: 'By how much it grew', min: -1_000, max: 1_049 }
const fine = { kind: 'measure', doc: 'A share', max: 1, decimals: 6, exact: 'shares are small' }

export const measureVectors: VectorFile = {
  path: 'fields/measure.json',
  about: 'A measure travels as a whole number of 10^-decimals; the two significant digits are counted on that number.',
  cases: [
    ...fieldCases({
      field: cost,
      admit: [
        ['cents are whole', 0.05, 5],
        ['what is less than half a cent is zero', 0.004, 0],
        ['1.29 is 129 cents and keeps two digits', 1.29, 130],
        ['a whole number is scaled', 42, 4_200],
        ['the largest is kept', 100, 10_000],
        ['more than the largest is moved to it', 100.01, 10_000, 'clamped'],
        ['less than 0 is moved to 0', -0.01, 0, 'clamped'],
        ['minus zero is zero', special('-zero'), 0],
        ...notNumbers,
      ],
      judge: [
        ['cents are kept', 99, 'kept'],
        ['two digits are kept', 4_200, 'kept'],
        ['three digits are left out', 4_210, 'off-shape'],
        ['more than the largest is left out', 11_000, 'out-of-range'],
        ...notWire,
      ],
    }),
    ...fieldCases({
      field: balance,
      admit: [
        ['numbers below 0 are kept', -42, -42],
        ['two digits are kept below -99', -456, -460],
        ['halves of the last digit go away from zero', -455, -460],
        ['the smallest is kept', -1_000, -1_000],
        ['less than the smallest is moved to it', -1_001, -1_000, 'clamped'],
        ['the largest is rounded like any value', 1_049, 1_000],
        ['more than the largest is moved to it, rounded', 2_000, 1_000, 'clamped'],
        ['a fraction above zero is zero', 0.2, 0],
        ['a fraction below zero is zero, without a sign', -0.2, 0],
      ],
      judge: [
        ['numbers below 0 are kept', -42, 'kept'],
        ['two digits are kept below -99', -460, 'kept'],
        ['three digits are left out', -455, 'off-shape'],
        ['the largest lies where it is rounded to', 1_000, 'kept'],
        ['more than that is left out', 1_100, 'out-of-range'],
        ['less than the smallest is left out', -1_100, 'out-of-range'],
      ],
    }),
    ...fieldCases({
      field: fine,
      admit: [
        ['six decimals are kept exactly', 0.123456, 123_456],
        ['the seventh is rounded', 0.1234565, 123_457],
      ],
      judge: [['every digit is kept', 123_456, 'kept']],
    }),
  ],
}
