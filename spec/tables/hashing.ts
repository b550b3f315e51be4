import { createHash, createHmac } from 'node:crypto'
import type { VectorCase, VectorFile } from './vector-file.ts'

// Answers that FIPS 180-4's examples and RFC 4231 print; the generator refuses to run when node:crypto says otherwise.
const published: readonly (readonly [says: string, message: { text?: string; repeat?: number }, sha256: string])[] = [
  ['the empty message', { text: '' }, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['one block (FIPS 180-4)', { text: 'abc' }, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'two blocks (FIPS 180-4)',
    { text: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq' },
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    '112 characters (FIPS 180-4)',
    {
      text: 'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    },
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
  [
    'a million times a (FIPS 180-4)',
    { text: 'a', repeat: 1_000_000 },
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  ],
]

// Lengths around the ends of a block, where the padding changes.
const LENGTHS = [1, 2, 3, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 1_000]

export const sha256Vectors: VectorFile = {
  path: 'sha256.json',
  about: 'SHA-256. A message is `text` (UTF-8), taken `repeat` times where that is given.',
  cases: [
    ...published.map(([says, message, expected]): VectorCase => {
      const found = sha256((message.text ?? '').repeat(message.repeat ?? 1))
      if (found !== expected) throw new Error(`SHA-256 of ${says} is printed as ${expected} and was ${found}.`)
      return { says, ...message, sha256: expected }
    }),
    ...LENGTHS.map((length): VectorCase => ({
      says: `${length} bytes`,
      text: 'x',
      repeat: length,
      sha256: sha256('x'.repeat(length)),
    })),
    { says: 'a text beyond ASCII is hashed as UTF-8', text: 'Größe 😀 €', sha256: sha256('Größe 😀 €') },
  ],
}

const hmacs: readonly (readonly [says: string, key: string, message: string, hmac: string])[] = [
  [
    'RFC 4231, case 1',
    '0b'.repeat(20),
    '4869205468657265',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'RFC 4231, case 2: a key shorter than the hash',
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'RFC 4231, case 3: more than one block',
    'aa'.repeat(20),
    'dd'.repeat(50),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    'RFC 4231, case 4',
    '0102030405060708090a0b0c0d0e0f10111213141516171819',
    'cd'.repeat(50),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    'RFC 4231, case 6: a key longer than a block',
    'aa'.repeat(131),
    Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'RFC 4231, case 7: a long key and a long message',
    'aa'.repeat(131),
    Buffer.from(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    ).toString('hex'),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
]

export const hmacVectors: VectorFile = {
  path: 'hmac.json',
  about: 'HMAC-SHA-256. Keys and messages are hex.',
  cases: [
    ...hmacs.map(([says, key, message, expected]): VectorCase => {
      const found = hmac(key, message)
      if (found !== expected) throw new Error(`${says} is printed as ${expected} and was ${found}.`)
      return { says, key, message, hmac: expected }
    }),
    ...[0, 1, 63, 64, 65].map((length): VectorCase => {
      const key = '5a'.repeat(length)
      return { says: `a key of ${length} bytes`, key, message: '61', hmac: hmac(key, '61') }
    }),
  ],
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string, message: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(message, 'hex')).digest('hex')
}
