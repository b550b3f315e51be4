import type { Lock } from '@plainsight/contract/lock'
import { generateAssessment } from './assessment.ts'
import { generateColumns } from './columns.ts'
import type { ContractLocks } from './contract-locks.ts'
import { generateJsonSchema } from './json-schema.ts'
import { generateOpenApi } from './openapi.ts'
import { generatePython } from './python-module.ts'
import { pythonModule } from './python-names.ts'
import { generateRelayList } from './relay-list.ts'
import { generateUserPage } from './user-page.ts'
import { generateVectors } from './vectors.ts'

/** A file made from a contract. */
export interface GeneratedFile {
  readonly output: OutputName
  /** Where it belongs: pages for people beside the contract, any other where the project wants it. */
  readonly path: string
  readonly text: string
}

/** What can be made from a contract beside its lock. */
export type OutputName = 'page' | 'assessment' | 'schema' | 'openapi' | 'python' | 'columns' | 'relay' | 'vectors'

interface Output {
  /** What it is for, in a few words. */
  readonly says: string
  path(contract: string): string
  text(locks: ContractLocks): string
}

/** Every output, in the order in which they are listed. A further one is a line here and a file of its own. */
export const OUTPUTS: { readonly [name in OutputName]: Output } = {
  page: { says: 'the page that users read', path: () => 'TELEMETRY.md', text: generateUserPage },
  assessment: {
    says: 'how the contract holds its basis of consent, for whoever answers for data protection',
    path: () => 'TELEMETRY-ASSESSMENT.md',
    text: generateAssessment,
  },
  schema: {
    says: 'a JSON Schema of what is sent',
    path: (contract) => `${contract}.schema.json`,
    text: generateJsonSchema,
  },
  openapi: {
    says: 'an OpenAPI description of the collector',
    path: (contract) => `${contract}.openapi.json`,
    text: generateOpenApi,
  },
  python: {
    says: 'a Python module with types of the events',
    path: (contract) => `${pythonModule(contract)}.py`,
    text: generatePython,
  },
  columns: {
    says: "a page about the store's columns",
    path: (contract) => `${contract}.columns.md`,
    text: generateColumns,
  },
  relay: {
    says: 'the list for a relay at the edge',
    path: (contract) => `${contract}.relay.json`,
    text: generateRelayList,
  },
  vectors: {
    says: 'cases that a client or judge of your own is held to',
    path: (contract) => `${contract}.vectors.json`,
    text: generateVectors,
  },
}

/** What is made where nobody says otherwise. */
export const DEFAULT_OUTPUTS: readonly OutputName[] = ['page']

/** Whether a word names an output. */
export function isOutput(word: string): word is OutputName {
  return Object.hasOwn(OUTPUTS, word)
}

/**
 * What is made from a contract beside its lock. Pure: the same locks give the same files, in the same order.
 * @param accepted the locks of older versions that are still accepted
 * @param outputs what is wanted, in any order
 */
export function generate(
  lock: Lock,
  {
    accepted = [],
    outputs = DEFAULT_OUTPUTS,
  }: { readonly accepted?: readonly Lock[]; readonly outputs?: readonly OutputName[] } = {},
): GeneratedFile[] {
  const names = Object.keys(OUTPUTS).filter(isOutput)
  return names
    .filter((name) => outputs.includes(name))
    .map((output) => ({
      output,
      path: OUTPUTS[output].path(lock.contract.name),
      text: OUTPUTS[output].text({ lock, accepted }),
    }))
}
