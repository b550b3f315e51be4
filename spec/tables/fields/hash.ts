import { createHmac } from 'node:crypto'
import { fieldCases, HOSTILE, LEFT_OUT, special, type Admitted } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = { kind: 'hash', doc: 'Which project', of: 'project' }

/** The key under which the hashes of this file are made: 32 bytes, 00 to 1f. */
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i))

function hashed(value: string): string {
  return createHmac('sha256', KEY).update(`project\n${value}`).digest('hex').slice(0, 32)
}

const texts: readonly Admitted[] = HOSTILE.filter(([, value]) => typeof value === 'string').map(
  ([says, value]) => [`${says} is hashed like any text`, value, hashed(value as string)] as const,
)
const others: readonly Admitted[] = HOSTILE.filter(
  ([, value]) => typeof value !== 'string' && (value as { special?: string } | null)?.special !== 'lone-surrogate',
).map(
  ([says, value, kind]) =>
    [`${says} is left out`, value, LEFT_OUT, kind === 'text' ? 'off-shape' : 'off-type'] as const,
)

export const hashVectors: VectorFile = {
  path: 'fields/hash.json',
  about:
    'Of a hashed value only 128 bits of an HMAC under the scoped key leave; the same value gives the same hash under the same key.',
  given: { key: KEY.toString('hex') },
  cases: fieldCases({
    field,
    admit: [
      ['a path is hashed', '/home/anna/work/project', hashed('/home/anna/work/project')],
      ['a text beyond ASCII is hashed as UTF-8', 'Größe 😀', hashed('Größe 😀')],
      ['half a character is hashed as U+FFFD', special('lone-surrogate'), hashed('\ufffd')],
      ['a line end is part of the value', 'a\nb', hashed('a\nb')],
      ['4 096 characters are taken', 'x'.repeat(4_096), hashed('x'.repeat(4_096))],
      ['4 097 are too many', 'x'.repeat(4_097), LEFT_OUT, 'off-shape'],
      ['an empty text is nothing', '', LEFT_OUT, 'off-shape'],
      ['a number is no text', 12, LEFT_OUT, 'off-type'],
      ...texts,
      ...others,
    ],
    judge: [
      ['32 hex digits are kept', hashed('a'), 'kept'],
      ['capitals are left out', hashed('a').toUpperCase(), 'off-shape'],
      ['the value itself is left out', '/home/anna/work/project', 'off-shape'],
      ['a whole HMAC is too long', hashed('a') + hashed('b'), 'off-shape'],
      ['a number is no hash', 12, 'off-type'],
      ...HOSTILE.map(
        ([says, value, kind]) => [`${says} is left out`, value, kind === 'text' ? 'off-shape' : 'off-type'] as const,
      ),
    ],
  }),
}
