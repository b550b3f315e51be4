import { createHash } from 'node:crypto'
import { normalContract } from '@plainsight/contract/judge'
import { acme } from './acme.ts'
import { canonicalText } from './canonical-text.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

const normal = normalContract(acme)
const bare = normalContract({
  name: 'bare',
  version: '1.0.0',
  title: 'Bare',
  description: 'Counts its own starts.',
  owners: ['@bare'],
  consent: { preset: 'notice' },
  sources: ['cli'],
  fields: {},
  events: {},
})

function digest(contract: unknown): string {
  return createHash('sha256').update(canonicalText(contract)).digest('hex')
}

const contracts: readonly (readonly [says: string, contract: unknown])[] = [
  ['a contract that declares nothing', bare],
  ['a contract with every kind of event', normal],
  ['another version is another digest', { ...normal, version: '1.2.1' }],
  ['another sentence is another digest', { ...normal, description: 'Builds other things.' }],
  ['the order of keys does not matter', Object.fromEntries(Object.entries(normal).reverse())],
  ['letters beyond ASCII are hashed as UTF-8', { ...bare, description: 'Zählt seine Starts 😀' }],
]

export const digestVectors: VectorFile = {
  path: 'digests.json',
  about: 'The digest of a contract: SHA-256 over the canonical JSON of its normal form.',
  cases: contracts.map(([says, contract]): VectorCase => ({ says, contract, digest: digest(contract) })),
}
