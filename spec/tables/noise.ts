import { createHmac } from 'node:crypto'
import type { VectorCase, VectorFile } from './vector-file.ts'

/** Where a machine stands, by the second way: Node's own HMAC and whole-number arithmetic. */
function share(secret: string, contract: string, field: string, value: string): number {
  const digest = createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`noise/1\n${contract}\n${field}\n${value}`)
    .digest()
  return Number(digest.readBigUInt64BE() >> 11n) / 2 ** 53
}

const SECRET = '00'.repeat(32)
const OTHER = 'ab'.repeat(32)

const places: readonly (readonly [
  says: string,
  secret: string,
  contract: string,
  field: string,
  value: string | boolean,
])[] = [
  ['a word', SECRET, 'acme', 'plan', 'free'],
  ['another word of the same field', SECRET, 'acme', 'plan', 'pro'],
  ['a flag that is true', SECRET, 'acme', 'paid', true],
  ['a flag that is false', SECRET, 'acme', 'paid', false],
  ['another machine', OTHER, 'acme', 'plan', 'free'],
  ['another contract', SECRET, 'acme-x', 'plan', 'free'],
]

// e^ε is 3 for ln 3: with two values the truth has 3/4, with four values 3/6.
const LN3 = Math.log(3)
const FOUR = ['a', 'b', 'c', 'other']

const answers: readonly (readonly [
  says: string,
  values: readonly (string | boolean)[],
  value: string | boolean,
  epsilon: number,
  share: number,
  says2: string | boolean,
])[] = [
  ['at nought, the truth', [true, false], true, LN3, 0, true],
  ['below three quarters, the truth', [true, false], true, LN3, 0.74, true],
  ['above three quarters, the other', [true, false], true, LN3, 0.76, false],
  ['at the top, the other', [true, false], false, LN3, 0.999999, true],
  ['of four values, below a half, the truth', FOUR, 'b', LN3, 0.49, 'b'],
  ['just above a half, the first of the others', FOUR, 'b', LN3, 0.51, 'a'],
  ['in the second third of the rest, the second', FOUR, 'b', LN3, 0.7, 'c'],
  ['in the last third of the rest, the last', FOUR, 'b', LN3, 0.9, 'other'],
  ['at the top, the last', FOUR, 'other', LN3, 0.999999, 'c'],
]

const estimates: readonly (readonly [
  says: string,
  counted: number,
  all: number,
  epsilon: number,
  k: number,
  together: number,
  count: number,
  variance: number,
])[] = [
  // p = 3/4, q = 1/4: (c − n/4) · 2, variance n · 3/4 (the last term is nought).
  ['all said it', 1_000, 1_000, LN3, 2, 1, 1_500, 750],
  ['half said it', 500, 1_000, LN3, 2, 1, 500, 750],
  ['a quarter said it', 250, 1_000, LN3, 2, 1, 0, 750],
  ['fewer than noise alone makes', 200, 1_000, LN3, 2, 1, -100, 750],
  // p = 1/2, q = 1/6: (c − n/6) · 3; n · 5/36 · 9 + n̂ · (1/3) · 3.
  ['one of four values', 400, 1_200, LN3, 4, 1, 600, 2_100],
  ['every value together', 1_200, 1_200, LN3, 4, 4, 1_200, 0],
  // Two of four together: P = 2/3, Q = 1/3: (c − n/3) · 3; n · 2/9 · 9 + n̂ · (1/3) · 0 · 9.
  ['two of four values', 600, 1_200, LN3, 4, 2, 600, 2_400],
]

/** Noise: where a machine stands, what it says, and how a sum is read. */
export const noiseVectors: VectorFile = {
  path: 'noise.json',
  about:
    'Noise on flags and choices: where a machine stands for a true value, what it says, and how readers undo it in sums.',
  cases: [
    ...places.map(([says, secret, contract, field, value]): VectorCase => ({
      says: `a machine stands for ${says}`,
      secret,
      contract,
      field,
      value,
      share: share(secret, contract, field, String(value)),
    })),
    ...answers.map(([says, values, value, epsilon, place, answer]): VectorCase => ({
      says,
      values,
      value,
      epsilon,
      place,
      answer,
    })),
    ...estimates.map(([says, counted, all, epsilon, k, together, count, variance]): VectorCase => ({
      says,
      counted,
      all,
      epsilon,
      k,
      together,
      count,
      variance,
    })),
  ],
}
