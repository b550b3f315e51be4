import { createHash, createHmac } from 'node:crypto'
import type { VectorCase, VectorFile } from './vector-file.ts'

const ZERO = '00'.repeat(32)
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i)).toString('hex')

/** What privacy.md prints; the generator refuses to run when this file says otherwise. */
const PRINTED = {
  key: '709777c9577d36be6698bba961c5d9380dc848ff3fe637861e912758fa850750',
  id: '3d27438a24ae39cbfdc293bf20fca18a',
}

function key(secret: string, contract: string, scope: string, period: string, link: string): string {
  const message = ['plainsight-key/1', contract, scope, period, link].join('\n')
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(message).digest('hex')
}

function id(keyHex: string): string {
  return createHash('sha256').update('plainsight-id/1\n').update(Buffer.from(keyHex, 'hex')).digest('hex').slice(0, 32)
}

function hash(keyHex: string, kind: string, value: string): string {
  return createHmac('sha256', Buffer.from(keyHex, 'hex')).update(`${kind}\n${value}`).digest('hex').slice(0, 32)
}

const scopes: readonly (readonly [
  says: string,
  secret: string,
  contract: string,
  scope: string,
  day: string,
  period: string,
  link: string,
])[] = [
  ['the vector that is printed beside the rule', ZERO, 'acme', 'month', '2026-11-19', '2026-11', 'command.completed'],
  ['another secret gives another id', SECRET, 'acme', 'month', '2026-11-19', '2026-11', 'command.completed'],
  ['another contract gives another id', ZERO, 'acme2', 'month', '2026-11-19', '2026-11', 'command.completed'],
  ['another link gives another id', ZERO, 'acme', 'month', '2026-11-19', '2026-11', 'activation'],
  ['another month gives another id', ZERO, 'acme', 'month', '2026-12-01', '2026-12', 'command.completed'],
  ['the last day of a month is in that month', ZERO, 'acme', 'month', '2026-11-30', '2026-11', 'command.completed'],
  ['a day', SECRET, 'acme', 'day', '2026-11-19', '2026-11-19', 'command.completed'],
  ['a week', SECRET, 'acme', 'week', '2026-11-19', '2026-W47', 'command.completed'],
  ['a week that begins in the year before', SECRET, 'acme', 'week', '2027-01-01', '2026-W53', 'command.completed'],
  ['a week that ends in the year after', SECRET, 'acme', 'week', '2024-12-30', '2025-W01', 'command.completed'],
  ['an installation has the period -', SECRET, 'acme', 'install', '2026-11-19', '-', 'command.completed'],
]

export const idVectors: VectorFile = {
  path: 'scoped-ids.json',
  about:
    'Scoped keys and ids, and hashes under such a key (privacy.md, 1). Secrets, keys and ids are hex. For scope run the key is 32 random bytes.',
  cases: [
    ...scopes.map(([says, secret, contract, scope, day, period, link]): VectorCase => {
      const made = key(secret, contract, scope, period, link)
      return { says, secret, contract, scope, day, period, link, key: made, id: id(made) }
    }),
    { says: 'the id of a run, from its random key', key: SECRET, id: id(SECRET) },
    ...[
      ['a path under a key', SECRET, 'project', '/home/anna/work'],
      ['another kind gives another hash', SECRET, 'repository', '/home/anna/work'],
      ['another key gives another hash', ZERO, 'project', '/home/anna/work'],
      ['a value beyond ASCII', SECRET, 'project', 'Größe 😀'],
      ['kind and value cannot be moved against each other', SECRET, 'a', 'b\nc'],
    ].map(([says, k, kind, value]): VectorCase => ({
      says: says as string,
      key: k,
      kind,
      value,
      hash: hash(k as string, kind as string, value as string),
    })),
  ],
}

const first = idVectors.cases[0] as VectorCase
if (first.key !== PRINTED.key || first.id !== PRINTED.id)
  throw new Error('The printed vector of scoped ids does not come out.')

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function batch(claim: string, index: number): string {
  const bytes = digest(`plainsight-batch/1\n${claim}\n${index}`).subarray(0, 16)
  const hex = bytes.toString('hex').split('')
  hex[12] = '8'
  hex[16] = '89ab'[Number.parseInt(hex[16] as string, 16) & 3] as string
  const text = hex.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

const CLAIM = '5f0c9a1e2b7d4c3fa8e61b02d94c7f1e'

export const batchVectors: VectorFile = {
  path: 'batches.json',
  about:
    'The id of the i-th batch cut from a claim, and the keys of its records. Neither depends on content, secret or clock.',
  cases: [
    ...[0, 1, 2, 9, 10, 63, 1_000].map((index): VectorCase => ({
      says: `batch ${index} of a claim`,
      claim: CLAIM,
      index,
      batch: batch(CLAIM, index),
    })),
    { says: 'another claim gives other batches', claim: 'another', index: 0, batch: batch('another', 0) },
    ...[0, 1, 63, 99].map((index): VectorCase => ({
      says: `record ${index} of a batch`,
      batch: batch(CLAIM, 0),
      record: index,
      recordKey: digest(`plainsight-row/1\n${batch(CLAIM, 0)}\n${index}`)
        .toString('hex')
        .slice(0, 16),
    })),
  ],
}
