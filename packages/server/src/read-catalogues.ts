import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How long a catalogue is believed before its file is looked at again, ms. */
const FRESH_MS = 60_000

/** What a catalogue may be called, as contracts do. */
const NAME = /^[a-z][a-z0-9-]{0,30}$/

/** Whether a public catalogue has a key. */
export type HasKey = (catalogue: string, key: string) => boolean

/**
 * The public catalogues of a folder: `NAME.json`, a list of keys. They grow without a release, so a file that changed is read again
 * within a minute. One that is not there, or is no such list, has no key: what cannot be shown to be public is not kept.
 * @param clock milliseconds since 1970
 * @param tell told, once for each state of a file, in one sentence why it holds nothing
 */
export function readCatalogues(folder: string, clock: () => number, tell: (sentence: string) => void): HasKey {
  const held = new Map<string, { looked: number; stamp: string; keys: ReadonlySet<string> }>()
  return (catalogue, key) => {
    // A contract of somebody else's may name anything: no name leads out of the folder.
    if (!NAME.test(catalogue)) return false
    const now = clock()
    const known = held.get(catalogue)
    if (known !== undefined && Math.abs(now - known.looked) < FRESH_MS) return known.keys.has(key)
    const file = join(folder, `${catalogue}.json`)
    const stamp = stampOf(file)
    if (known !== undefined && known.stamp === stamp) {
      known.looked = now
      return known.keys.has(key)
    }
    const keys = keysOf(file)
    if (typeof keys === 'string') tell(keys)
    const fresh = { looked: now, stamp, keys: typeof keys === 'string' ? new Set<string>() : keys }
    held.set(catalogue, fresh)
    return fresh.keys.has(key)
  }
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return [mtimeMs, size, ino].join()
  } catch {
    return ''
  }
}

function keysOf(file: string): ReadonlySet<string> | string {
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Array.isArray(list) && list.every((key) => typeof key === 'string')) return new Set(list)
    return `The catalogue ${file} has to be a list of keys; until then every key of it is stored as other.`
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    return `The catalogue ${file} ${why}; until then every key of it is stored as other.`
  }
}
