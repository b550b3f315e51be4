import { canonicalJson, hex } from '@plainsight/contract/canonical'
import { periodOf, scopedKey } from '@plainsight/contract/identity'
import { normalEvent } from '@plainsight/contract/judge'
import { parseJson } from '../sender/parse-json.ts'
import { DAY_MS, dayOf, dayStart } from './day.ts'
import type { Disk } from './disk.ts'
import { parseIdentity } from './identity-file.ts'
import type { Session } from './session.ts'
import { receiptLines, sinkFolders } from './sink-list.ts'
import type { StateFiles } from './state-files.ts'

/** What stays when the person says off: the choice itself, what was sent, and the proofs with which it can be erased. */
const KEPT_WHEN_OFF: ReadonlySet<string> = new Set(['settings.json', 'receipts.jsonl', 'erasure.json'])

// The names in a state folder that a stored off removes at once. Foreign names are left alone.
function namesToForget(names: readonly string[]): string[] {
  return names.filter((name) => !KEPT_WHEN_OFF.has(name) && /^[a-z0-9.-]+\.(?:jsonl?|lock|tmp)$/.test(name))
}

/** What proves that something sent is one's own, until it expires anyway (privacy.md, 7). */
type Proof = { readonly key: string; readonly expires: string } | { readonly batch: string; readonly expires: string }

/**
 * Removes everything that was not yet sent, the secret with it. What was sent can still be erased by its sender: the proofs stay,
 * and nothing but the proofs.
 */
export function forgetUnsent(session: Session, files: StateFiles): void {
  const { disk } = session.world
  try {
    const proofs = proofsOf(session, files)
    if (proofs.length > 0) disk.write(files.erasure, `${JSON.stringify({ format: 1, proofs })}\n`)
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

// The key of each id by which something sent can be found, and, for what has no id, its batch.
function proofsOf({ contract, world, clock }: Session, files: StateFiles): Proof[] {
  const today = dayOf(clock())
  const secret = parseIdentity(world.disk.read(files.identity))
  const kept = parseJson<{ proofs?: Proof[] }>(world.disk.read(files.erasure))?.proofs ?? []
  const proofs = new Map<string, Proof>(
    kept.map((proof) => [canonicalJson({ ...proof, expires: '' }) as string, proof]),
  )
  const add = (proof: Proof): void => void proofs.set(canonicalJson({ ...proof, expires: '' }) as string, proof)
  const events = Object.keys(contract.events).map((name) => normalEvent(contract, name, contract.events[name]!))
  const longest = Math.max(0, ...events.map((event) => event.retention))
  for (const line of receiptLines(world.disk, files)) {
    const receipt = parseJson<{ batch?: string; day?: string; status?: number }>(line)
    if (receipt?.batch === undefined || receipt.day === undefined || !((receipt.status ?? 0) < 300)) continue
    const { batch, day } = receipt
    add({ batch, expires: dayOf(dayStart(day) + longest * DAY_MS) })
    for (const { identity, link, retention } of events) {
      const period = periodOf(identity, day)
      if (secret === undefined || period === undefined) continue
      const key = hex(scopedKey(secret, contract.name, identity, period, link))
      add({ key, expires: dayOf(dayStart(day) + retention * DAY_MS) })
    }
  }
  return [...proofs.values()].filter((proof) => proof.expires > today)
}
