import type { Disk } from './disk.ts'
import type { StateFiles } from './state-files.ts'

/** Whether anything of a state folder may leave: a look at names, and at the first line that has a day. */
export function hasFinished(disk: Disk, files: StateFiles, today: string): boolean {
  // Batches, plans, folds and claims have a `-` in their names, and nothing else has that stays.
  if (disk.list(files.folder).some((name) => name.includes('-'))) return true
  const spool = disk.read(files.pending) ?? ''
  const at = spool.indexOf('"d":"') + 5
  return at > 4 && spool.slice(at, at + 10) < today
}
