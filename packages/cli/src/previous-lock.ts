import { parseLock, type Lock } from '@plainsight/contract/lock'
import { readFileSync } from 'node:fs'

/** The lock at a path, when there is one that can be used; rules about one that cannot are `checkLock`'s. */
export function previousLock(path: string): Lock | undefined {
  const text = textOf(path)
  const read = text === undefined ? undefined : parseLock(text)
  return read?.kind === 'lock' ? read.lock : undefined
}

/** A file's text, or undefined when it is not there or cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
