import { fieldCases, LEFT_OUT, special } from './field-cases.ts'
import { notNumbers, notWire } from './number.ts'
import type { VectorFile } from '../vector-file.ts'

const cost = { kind: 'money', doc: 'What the call cost', unit: 'USD', decimals: 4, max: 100 }
const yen = { kind: 'money', doc: 'What it cost', unit: 'JPY', decimals: 0, max: 50_000 }
const billed = {
  kind: 'money',
  doc: 'What is billed',
  unit: 'EUR',
  decimals: 2,
  max: 1_000,
  exact: 'the bill is made of it',
}

export const moneyVectors: VectorFile = {
  path: 'fields/money.json',
  about: 'Money travels as a whole number of its last decimal, never below 0, with two significant digits above 99.',
  cases: [
    ...fieldCases({
      field: cost,
      admit: [
        ['nothing is an amount', 0, 0],
        ['the last decimal is whole', 0.0042, 42],
        ['what is less than half of the last decimal is nothing', 0.00004, 0],
        ['12.34 cents keep two digits', 0.1234, 1_200],
        ['a whole amount is scaled', 3, 30_000],
        ['the largest is kept', 100, 1_000_000],
        ['more than the largest is moved to it', 100.01, 1_000_000, 'clamped'],
        ['money that came back is nothing', -5, 0, 'clamped'],
        ['minus zero is nothing', special('-zero'), 0],
        ['an account number is moved to the largest', 4_111_111_111_111_111, 1_000_000, 'clamped'],
        ['an amount with its currency is no number', '3 USD', LEFT_OUT, 'off-type'],
        ...notNumbers,
      ],
      judge: [
        ['nothing is kept', 0, 'kept'],
        ['two digits are kept', 1_200, 'kept'],
        ['three digits are left out', 1_230, 'off-shape'],
        ['more than the largest is left out', 1_100_000, 'out-of-range'],
        ['less than nothing is left out', -1, 'out-of-range'],
        ...notWire,
      ],
    }),
    ...fieldCases({
      field: yen,
      admit: [
        ['a currency without decimals is whole', 120, 120],
        ['and a fraction of it is rounded without drift', 49.6, 50],
        ['two digits are kept', 1_980, 2_000],
      ],
      judge: [['two digits are kept', 2_000, 'kept']],
    }),
    ...fieldCases({
      field: billed,
      admit: [['every cent is kept where a reason is given', 123.45, 12_345]],
      judge: [['every cent is kept', 12_345, 'kept']],
    }),
  ],
}

const size = { kind: 'bytes', doc: 'How large the bundle is', max: 100_000_000_000 }

export const bytesVectors: VectorFile = {
  path: 'fields/bytes.json',
  about: 'A size is a whole number of bytes, not below 0, with two significant digits above 99.',
  cases: fieldCases({
    field: size,
    admit: [
      ['an empty file has a size', 0, 0],
      ['sizes to 99 are kept', 99, 99],
      ['65 536 keeps two digits', 65_536, 66_000],
      ['a size beyond 32 bits keeps two digits', 5_368_709_120, 5_400_000_000],
      ['the largest is kept', 100_000_000_000, 100_000_000_000],
      ['more than the largest is moved to it', 1e12, 100_000_000_000, 'clamped'],
      ['less than 0 is moved to 0', -1, 0, 'clamped'],
      ['half a byte is rounded and counted as drift', 10.5, 11, 'rounded'],
      ['a size with its unit is no number', '64 kB', LEFT_OUT, 'off-type'],
      ['an account number loses all but two digits', 41_111_111_111, 41_000_000_000],
      ...notNumbers,
    ],
    judge: [
      ['zero is kept', 0, 'kept'],
      ['two digits are kept', 66_000, 'kept'],
      ['a size to the byte is left out', 65_536, 'off-shape'],
      ['more than the largest is left out', 110_000_000_000, 'out-of-range'],
      ['less than 0 is left out', -1, 'out-of-range'],
      ...notWire,
    ],
  }),
}

const health = { kind: 'score', doc: 'How healthy the project is', max: 100 }
const share = { kind: 'score', doc: 'How well it fits', min: -1, max: 1, decimals: 2 }

export const scoreVectors: VectorFile = {
  path: 'fields/score.json',
  about: 'A score is a mark on a scale that is declared; what lies outside is moved to its end.',
  cases: [
    ...fieldCases({
      field: health,
      admit: [
        ['the lowest mark is kept', 0, 0],
        ['a mark is kept', 87, 87],
        ['the highest mark is kept', 100, 100],
        ['a fraction is rounded without drift', 86.6, 87],
        ['more than the highest is moved to it', 101, 100, 'clamped'],
        ['less than the lowest is moved to it', -3, 0, 'clamped'],
        ['minus zero is zero', special('-zero'), 0],
        ['a mark with its scale is no number', '87/100', LEFT_OUT, 'off-type'],
        ...notNumbers,
      ],
      judge: [
        ['the lowest mark is kept', 0, 'kept'],
        ['the highest mark is kept', 100, 'kept'],
        ['more than the highest is left out', 101, 'out-of-range'],
        ['less than the lowest is left out', -1, 'out-of-range'],
        ...notWire,
      ],
    }),
    ...fieldCases({
      field: share,
      admit: [
        ['a mark below 0 is kept where the scale goes there', -0.25, -25],
        ['hundredths are kept', 0.87, 87],
        ['the highest mark is kept', 1, 100],
        ['the third decimal is rounded', 0.333, 33],
      ],
      judge: [
        ['hundredths are kept', -25, 'kept'],
        ['more than the highest is left out', 110, 'out-of-range'],
      ],
    }),
  ],
}
