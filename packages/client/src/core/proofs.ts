import { hex } from '@plainsight/contract/canonical'
import { periodOf, scopedKey } from '@plainsight/contract/identity'
import { normalEvent } from '@plainsight/contract/judge'
import { parseJson } from '../sender/parse-json.ts'
import { DAY_MS, dayOf, dayStart } from './day.ts'
import { parseIdentity } from './identity-file.ts'
import type { Session } from './session.ts'
import type { StateFiles } from './state-files.ts'

/**
 * What proves that something sent is one's own, until it expires anyway (privacy.md, 7): the key of an id, or, for rows without one,
 * the batch they left in.
 */
export interface Proof {
  readonly key?: string
  readonly batch?: string
  /** The UTC day from which there is nothing left to prove. */
  readonly expires: string
  /** The collector that has it. */
  readonly to?: string
  /** The scope of the key's id; proofs of several scopes never go into one request. */
  readonly scope?: string
}

/** The proofs of everything that was sent and has not expired: those that an off left behind, and those of the receipts. */
export function proofsOf({ contract, world, clock }: Session, files: StateFiles): Proof[] {
  const today = dayOf(clock())
  const secret = parseIdentity(world.disk.read(files.identity))
  const proofs = new Map<string, Proof>()
  const add = (proof: Proof): void => {
    const name = `${proof.key ?? proof.batch} ${proof.to ?? ''}`
    const known = proofs.get(name)
    if (known === undefined || known.expires < proof.expires) proofs.set(name, proof)
  }
  for (const proof of keptProofs(world.disk.read(files.erasure))) add(proof)
  const events = Object.keys(contract.events).map((name) => normalEvent(contract, name, contract.events[name]!))
  const longest = Math.max(0, ...events.map((event) => event.retention))
  // What went to sinks besides is no collector's to erase, and a proof is none of their business.
  for (const line of (world.disk.read(files.receipts) ?? '').split('\n')) {
    const receipt = parseJson<{ batch?: string; day?: string; status?: number; to?: string }>(line)
    if (receipt?.batch === undefined || receipt.day === undefined || !((receipt.status ?? 0) < 300)) continue
    const { batch, day, to } = receipt
    const where = to === undefined ? {} : { to }
    add({ batch, expires: dayOf(dayStart(day) + longest * DAY_MS), ...where })
    for (const { identity, link, retention } of events) {
      const period = periodOf(identity, day)
      if (secret === undefined || period === undefined) continue
      const key = hex(scopedKey(secret, contract.name, identity, period, link))
      add({ key, expires: dayOf(dayStart(day) + retention * DAY_MS), ...where, scope: identity })
    }
  }
  return [...proofs.values()].filter((proof) => proof.expires > today)
}

/** The proofs that erasure.json holds. */
export function keptProofs(text: string | undefined): Proof[] {
  const kept = parseJson<{ proofs?: unknown }>(text)?.proofs
  return Array.isArray(kept)
    ? (kept as Proof[]).filter((proof) => typeof (proof?.key ?? proof?.batch) === 'string')
    : []
}

/** The text of erasure.json: the proofs and nothing else. */
export function erasureText(proofs: readonly Proof[]): string {
  return `${JSON.stringify({ format: 1, proofs })}\n`
}
