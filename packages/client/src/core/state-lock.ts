import type { Disk } from './disk.ts'
import type { StateFiles } from './state-files.ts'

/** A lock older than this has nobody, ms: a sender ends within 5 s, and nothing else holds it for long. */
const STALE = 30_000

/**
 * Does something while nobody else claims, folds or tidies: whoever moves files of the spool holds `sender.lock`.
 * @param realNow the machine's own clock, which times of files go by
 * @returns what it gave, or undefined when somebody else is at work
 */
export function withStateLock<T>(disk: Disk, files: StateFiles, realNow: number, act: () => T): T | undefined {
  const lock = files.at('sender.lock')
  const held = disk.look(lock)
  if (held !== undefined && Math.abs(realNow - held.mtimeMs) >= STALE) disk.remove(lock)
  if (!disk.create(lock, '')) return undefined
  try {
    return act()
  } finally {
    disk.remove(lock)
  }
}
