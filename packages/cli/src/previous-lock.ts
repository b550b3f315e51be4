import { parseLock, type Lock } from '@plainsight/contract/lock'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** The lock that stands beside a contract: none yet, one that holds, one that was edited by hand, or one that must not be overwritten. */
export type PreviousLock =
  | { readonly kind: 'none' }
  | { readonly kind: 'lock'; readonly lock: Lock }
  | { readonly kind: 'edited'; readonly history: Lock['history'] }
  | { readonly kind: 'refused'; readonly message: string }

/** Reads the lock at a path. Of one that was edited by hand only the history is taken; it is made anew from the contract. */
export function readPreviousLock(path: string): PreviousLock {
  const text = textOf(path)
  if (text === undefined) return { kind: 'none' }
  const read = parseLock(text)
  if (read.kind === 'lock') return read
  const name = basename(path)
  let data: { readonly format?: unknown; readonly history?: unknown } | null
  try {
    data = JSON.parse(text) as typeof data
  } catch {
    return {
      kind: 'refused',
      message: `${name} is not JSON, so its history cannot be carried on. Bring it back from version control, or delete it to begin a new history.`,
    }
  }
  if (data?.format === 1 && isHistory(data.history)) return { kind: 'edited', history: data.history }
  return { kind: 'refused', message: `${name}: ${read.message}` }
}

/** A file's text, or undefined when it is not there or cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isHistory(value: unknown): value is Lock['history'] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => {
      const { version, digest, date } = (entry ?? {}) as { [key: string]: unknown }
      return typeof version === 'string' && typeof digest === 'string' && typeof date === 'string'
    })
  )
}
