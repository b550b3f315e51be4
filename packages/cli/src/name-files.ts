import { resolve } from 'node:path'
import { statSync } from 'node:fs'
import { CONTRACT_ENDING, findContracts } from './find-contracts.ts'
import type { Terminal } from './terminal.ts'

/** The contract files a command is about, or a sentence that says why there are none. */
export type NamedFiles =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }

/**
 * Finds the contract files that a command was given: one file, all below a folder, or all of the project.
 * @param given a file or folder as it was typed; undefined takes everything below the folder the command stands in
 */
export function nameFiles(terminal: Terminal, given: string | undefined): NamedFiles {
  const path = resolve(terminal.cwd, given ?? '.')
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return { kind: 'refused', message: `There is no file ${given}.` }
  if (stats.isFile()) {
    if (CONTRACT_ENDING.test(path)) return { kind: 'files', files: [path] }
    return { kind: 'refused', message: `${given} is not a contract: its name has to end in .telemetry.ts.` }
  }
  const files = findContracts(path)
  if (files.length > 0) return { kind: 'files', files }
  return {
    kind: 'refused',
    message: `There is no contract below ${given ?? 'this folder'}: a contract is a file called NAME.telemetry.ts, and \`plainsight new\` writes one.`,
  }
}
