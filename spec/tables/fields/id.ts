import { fieldCases, HOSTILE, LEFT_OUT, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const hex = { kind: 'id', doc: 'One call', of: 'call', form: 'hex' }
const uuid = { kind: 'id', doc: 'The user who is signed in', of: 'user', form: 'uuid' }
const token = { kind: 'id', doc: 'The organisation', of: 'org', form: 'token', opaqueBecause: 'made of random bytes' }

const DIGITS = '0123456789abcdef0123456789abcdef'
const UUID = '0191f1d2-7c3a-7f00-8a2b-0123456789ab'
const TOKEN = 'org_Ab3-x9_K2m4Q7z8w'

const shape = (kind: string): string => (kind === 'text' ? 'off-shape' : 'off-type')
const hostile: readonly Admitted[] = HOSTILE.map(
  ([says, value, kind]) => [`${says} is left out`, value, LEFT_OUT, shape(kind)] as const,
)
const hostileWire: readonly Judged[] = HOSTILE.map(
  ([says, value, kind]) => [`${says} is left out`, value, shape(kind)] as const,
)

export const idVectors: VectorFile = {
  path: 'fields/id.json',
  about: 'An id is taken in exactly its declared form, and left out otherwise: it is never cut, folded or made to fit.',
  cases: [
    ...fieldCases({
      field: hex,
      admit: [
        ['32 hex digits are kept', DIGITS, DIGITS],
        ['capitals are left out, not made small', DIGITS.toUpperCase(), LEFT_OUT, 'off-shape'],
        ['31 digits are too few', DIGITS.slice(1), LEFT_OUT, 'off-shape'],
        ['33 digits are too many', `${DIGITS}0`, LEFT_OUT, 'off-shape'],
        ['a line end is left out', `${DIGITS}\n`, LEFT_OUT, 'off-shape'],
        ['a UUID is another form', UUID, LEFT_OUT, 'off-shape'],
        ['other is no id', 'other', LEFT_OUT, 'off-shape'],
        ['an empty text is no id', '', LEFT_OUT, 'off-shape'],
        ['a number is no id', 12, LEFT_OUT, 'off-type'],
        ...hostile,
      ],
      judge: [
        ['32 hex digits are kept', DIGITS, 'kept'],
        ['capitals are left out', DIGITS.toUpperCase(), 'off-shape'],
        ['a number is no id', 12, 'off-type'],
        ...hostileWire,
      ],
    }),
    ...fieldCases({
      field: uuid,
      admit: [
        ['a UUID is kept', UUID, UUID],
        ['capitals are left out', UUID.toUpperCase(), LEFT_OUT, 'off-shape'],
        ['one without dashes is left out', UUID.replaceAll('-', ''), LEFT_OUT, 'off-shape'],
        ['one in braces is left out', `{${UUID}}`, LEFT_OUT, 'off-shape'],
        ['a version of 0 is none', UUID.replace('-7f00', '-0f00'), LEFT_OUT, 'off-shape'],
        ['a variant of 7 is none', UUID.replace('-8a2b', '-7a2b'), LEFT_OUT, 'off-shape'],
      ],
      judge: [
        ['a UUID is kept', UUID, 'kept'],
        ['32 hex digits are another form', DIGITS, 'off-shape'],
      ],
    }),
    ...fieldCases({
      field: token,
      admit: [
        ['an opaque token is kept', TOKEN, TOKEN],
        ['16 characters are enough', 'abcdefghijklmno7', 'abcdefghijklmno7'],
        ['15 are too few', 'abcdefghijklmn7', LEFT_OUT, 'off-shape'],
        ['64 are allowed', 'a1'.repeat(32), 'a1'.repeat(32)],
        ['65 are too many', `${'a1'.repeat(32)}b`, LEFT_OUT, 'off-shape'],
        ['six letters and digits in a row are enough', 'org_x_y_z_abcde7', 'org_x_y_z_abcde7'],
        ['five are too few', 'org_x_y_z_1_abcd7', LEFT_OUT, 'off-shape'],
        ['letters only may be a name', 'anna-kowalska-miller', LEFT_OUT, 'off-shape'],
        ['a name with a version is a name', 'acme-llama-7b-finetuned-v3', LEFT_OUT, 'off-shape'],
        ['the name of a class is left out', 'ZephyrLedgerAuthenticationError', LEFT_OUT, 'off-shape'],
        ['digits only may be a card', '4539578763621486', LEFT_OUT, 'off-shape'],
        ['a bank account is left out', 'DE89370400440532013000', LEFT_OUT, 'off-shape'],
        ['a bank account with letters is left out', 'GB29NWBK60161331926819', LEFT_OUT, 'off-shape'],
        ['a key of a cloud is left out', 'AKIAIOSFODNN7EXAMPLE1', LEFT_OUT, 'off-shape'],
        ['a token of a forge is left out', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', LEFT_OUT, 'off-shape'],
        ['one with something before it is left out', 'org_ghp_16C7e42F292c6912E7710c838347Ae', LEFT_OUT, 'off-shape'],
        ['one that only begins like a key is kept', 'skunk-0123456789abcdef', 'skunk-0123456789abcdef'],
        ['a UUID is another form', UUID, LEFT_OUT, 'off-shape'],
        ['an address has a character that no token has', 'anna.miller@example.org', LEFT_OUT, 'off-shape'],
      ],
      judge: [
        ['an opaque token is kept', TOKEN, 'kept'],
        ['a dot is left out', 'abcdefgh.ijklmno7', 'off-shape'],
        ['a name is left out', 'anna-kowalska-miller', 'off-shape'],
        ['a token of a forge is left out', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'off-shape'],
      ],
    }),
  ],
}
