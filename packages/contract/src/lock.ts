import { canonicalJson } from './canonical-json.ts'
import type { Contract } from './contract-spec.ts'
import { contractDigest } from './contract-digest.ts'
import { normalContract, type NormalContract } from './normal-contract.ts'
import { parseSemver } from './semver.ts'

/** The format this version of Plainsight writes and reads. */
export const LOCK_FORMAT = 1

/** A contract as it was agreed: its normal form, its digest, and the digests it had before. */
export interface Lock {
  readonly format: typeof LOCK_FORMAT
  readonly digest: string
  readonly history: readonly { readonly version: string; readonly digest: string; readonly date: string }[]
  readonly contract: NormalContract
}

/**
 * Makes the lock of a contract.
 * @param previous the lock that stands, whose history is carried on; a version that is locked again takes the place of its own entry
 * @param date the UTC day, `2026-11-19`
 */
export function makeLock(source: Contract, previous: Lock | undefined, date: string): Lock {
  const contract = normalContract(source)
  const digest = contractDigest(contract)
  const known = previous?.history ?? []
  const same = known.find((entry) => entry.version === contract.version && entry.digest === digest)
  const history =
    same === undefined
      ? [...known.filter((entry) => entry.version !== contract.version), { version: contract.version, digest, date }]
      : known
  return { format: LOCK_FORMAT, digest, history, contract }
}

/** The text of a lock file: keys sorted, two spaces, final newline. */
export function lockText(lock: Lock): string {
  const canonical = canonicalJson(lock)
  if (canonical === undefined) throw new Error('This contract is not plain data; `plainsight check` names the place.')
  return `${JSON.stringify(JSON.parse(canonical), null, 2)}\n`
}

/**
 * Reads a lock file.
 * @returns the lock, or a sentence that says what is wrong with it: not JSON, a newer format, a digest that is not its contract's
 */
export function parseLock(
  text: string,
): { readonly kind: 'lock'; readonly lock: Lock } | { readonly kind: 'refused'; readonly message: string } {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return refused('it is not JSON')
  }
  if (typeof data !== 'object' || data === null) return refused('it is not an object')
  const { format, digest, history, contract } = data as { [key in keyof Lock]?: unknown }
  if (typeof format !== 'number') return refused('it has no format number')
  if (format > LOCK_FORMAT)
    return refused(`its format ${format} is newer than this version of Plainsight reads (${LOCK_FORMAT})`)
  if (format !== LOCK_FORMAT) return refused(`its format ${format} is unknown`)
  if (typeof digest !== 'string' || !Array.isArray(history) || typeof contract !== 'object' || contract === null)
    return refused('it has not the shape of a lock')
  const { name, version, events, fields } = contract as { [key in keyof NormalContract]?: unknown }
  if (
    typeof name !== 'string' ||
    typeof version !== 'string' ||
    parseSemver(version) === undefined ||
    typeof events !== 'object' ||
    typeof fields !== 'object'
  )
    return refused('its contract is not complete')
  if (contractDigest(contract as NormalContract) !== digest)
    return refused('its digest is not that of its contract: it was edited by hand; run `plainsight generate`')
  return { kind: 'lock', lock: data as Lock }
}

function refused(why: string): { readonly kind: 'refused'; readonly message: string } {
  return { kind: 'refused', message: `This is not a lock file that can be used: ${why}.` }
}
