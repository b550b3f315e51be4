import type { Lock } from '@plainsight/contract/lock'
import { generateUserPage } from './user-page.ts'

/** A file made from a contract. */
export interface GeneratedFile {
  /** Where it belongs, from the contract's own folder. */
  readonly path: string
  readonly text: string
}

// A further output is a line here and a file of its own.
const OUTPUTS: readonly { readonly path: string; readonly text: (lock: Lock) => string }[] = [
  { path: 'TELEMETRY.md', text: generateUserPage },
]

/** Everything that is made from a contract beside its lock. Pure: the same lock gives the same files, in the same order. */
export function generate(lock: Lock): GeneratedFile[] {
  return OUTPUTS.map(({ path, text }) => ({ path, text: text(lock) }))
}
