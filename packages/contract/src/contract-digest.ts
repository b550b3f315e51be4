import { canonicalJson } from './canonical-json.ts'
import type { NormalContract } from './normal-contract.ts'
import { sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

/**
 * The digest of a contract: SHA-256 over the canonical JSON of its normal form, 64 hex digits. It stands in the notice, the user
 * page, the lock, every batch (its first 16 digits) and `GET /`.
 * Throws for a contract that has no canonical form, which `check` refuses first.
 */
export function contractDigest(contract: NormalContract): string {
  const text = canonicalJson(contract)
  if (text === undefined) throw new Error('This contract is not plain data; `plainsight check` names the place.')
  return hex(sha256(utf8(text)))
}
