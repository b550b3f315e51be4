import type { Disk } from './disk.ts'
import { erasureText, proofsOf } from './proofs.ts'
import type { Session } from './session.ts'
import { sinkFolders } from './sink-list.ts'
import type { StateFiles } from './state-files.ts'

/** What stays when the person says off: the choice itself, what was sent, and the proofs with which it can be erased. */
const KEPT_WHEN_OFF: ReadonlySet<string> = new Set(['settings.json', 'receipts.jsonl', 'erasure.json'])

// The names in a state folder that a stored off removes at once. Foreign names are left alone.
function namesToForget(names: readonly string[]): string[] {
  return names.filter((name) => !KEPT_WHEN_OFF.has(name) && /^[a-z0-9.-]+\.(?:jsonl?|lock|tmp)$/.test(name))
}

/**
 * Removes everything that was not yet sent, the secret with it. What was sent can still be erased by its sender: the proofs stay,
 * and nothing but the proofs.
 */
export function forgetUnsent(session: Session, files: StateFiles): void {
  const { disk } = session.world
  try {
    const proofs = proofsOf(session, files)
    if (proofs.length > 0) disk.write(files.erasure, erasureText(proofs))
  } catch (error) {
    session.fault(error)
  }
  removeUnsent(disk, files)
}

/** Removes the files of the state folder that a stored off does not keep. What cannot be removed is left behind, and tried again. */
export function removeUnsent(disk: Disk, files: StateFiles): void {
  const safely = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      // The next process that looks finds the same off.
      return undefined
    }
  }
  for (const place of [files, ...(safely(() => sinkFolders(disk, files)) ?? [])])
    for (const name of namesToForget(safely(() => disk.list(place.folder)) ?? []))
      safely(() => disk.remove(place.at(name)))
}
