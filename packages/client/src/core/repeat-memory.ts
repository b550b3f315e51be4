import type { Disk } from './disk.ts'
import { parseJson } from '../sender/parse-json.ts'

/** Things counted once that a machine remembers; a month's are forgotten with the month. */
const MOST_REMEMBERED = 1_000

/** What a machine has counted once this month, or once ever: `once.json`. */
export interface RepeatMemory {
  /** Whether it was counted in this period already; notes it as counted. */
  isRepeated(key: string, period: string): boolean
  /** Writes what was noted; nothing when nothing was. */
  keep(): void
}

/** Opens the memory; the file is read when it is first asked. */
export function repeatMemory(disk: Disk, path: string): RepeatMemory {
  let periods: Map<string, string> | undefined
  let changed = false
  return {
    isRepeated(key, period) {
      periods ??= new Map(Object.entries(parseJson<{ [key: string]: string }>(disk.read(path)) ?? {}))
      if (periods.get(key) === period) return true
      if (periods.size >= MOST_REMEMBERED && !periods.has(key)) {
        for (const [known, when] of periods) if (when !== '-' && when !== period) periods.delete(known)
        // Full of things that are counted once ever: what cannot be remembered is not counted.
        if (periods.size >= MOST_REMEMBERED) return true
      }
      periods.set(key, period)
      changed = true
      return false
    },
    keep() {
      if (changed && periods !== undefined) disk.write(path, `${JSON.stringify(Object.fromEntries(periods))}\n`)
      changed = false
    },
  }
}
