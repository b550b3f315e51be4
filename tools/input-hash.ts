import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run-command.ts'

/**
 * Hashes what a piece of work reads: the names and contents of the files that the patterns match, from the root.
 * Patterns that match nothing count too, so that a file which appears later changes the result.
 * Returns 64 hex digits (SHA-256).
 */
export function inputHash(patterns: readonly string[]): string {
  const hash = createHash('sha256')
  for (const pattern of patterns) {
    hash.update(`${pattern}\n`)
    const files = globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
    for (const file of files.sort()) {
      const path = join(root, file)
      if (statSync(path).isFile()) hash.update(`${file}\n`).update(readFileSync(path)).update('\n')
    }
  }
  return hash.digest('hex')
}
