import { canonicalJson } from './canonical-json.ts'
import type { Contract } from './contract-spec.ts'
import { contractDigest } from './contract-digest.ts'
import { FIELD_TYPES } from './field-types.ts'
import { normalContract, type NormalContract } from './normal-contract.ts'
import { fieldOf, type NormalEvent } from './normal-event.ts'
import { parseSemver } from './semver.ts'
import { sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

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
  if (!isRecord(data)) return refused('it is not an object')
  const { format, digest, history, contract } = data
  if (typeof format !== 'number') return refused('it has no format number')
  if (format > LOCK_FORMAT)
    return refused(`its format ${format} is newer than this version of Plainsight reads (${LOCK_FORMAT})`)
  if (format !== LOCK_FORMAT) return refused(`its format ${format} is unknown`)
  if (typeof digest !== 'string' || !Array.isArray(history) || !isRecord(contract))
    return refused('it has not the shape of a lock')
  const flaw = contractFlaw(contract)
  if (flaw !== undefined) return refused(flaw)
  const canonical = canonicalJson(contract)
  if (canonical === undefined) return refused('its contract has no canonical form')
  if (hex(sha256(utf8(canonical))) !== digest)
    return refused('its digest is not that of its contract: it was edited by hand; run `plainsight generate`')
  return { kind: 'lock', lock: data as unknown as Lock }
}

const KINDS: ReadonlySet<unknown> = new Set<NormalEvent['kind']>(['rollup', 'event', 'errors'])

// What the judge relies on; `check` held the rest when the lock was made.
function contractFlaw(contract: { readonly [key: string]: unknown }): string | undefined {
  const { name, version, events, fields } = contract
  if (typeof name !== 'string' || typeof version !== 'string' || parseSemver(version) === undefined)
    return 'its contract has no name or no version'
  if (!isRecord(events) || !isRecord(fields)) return 'its contract is not complete'
  for (const [field, declared] of Object.entries(fields)) {
    if (!isRecord(declared) || typeof declared.kind !== 'string') return `its field "${field}" is no field`
    if (!FIELD_TYPES.has(declared.kind))
      return `its field "${field}" is of the type "${declared.kind}", which this version of Plainsight does not know`
  }
  const environment: unknown = contract.environment ?? []
  const isDeclared = (used: unknown): boolean =>
    typeof used === 'string' && fieldOf({ fields: fields as NormalContract['fields'] }, used) !== undefined
  if (!Array.isArray(environment) || !environment.every(isDeclared))
    return 'its `environment` names a field that is not declared'
  for (const [event, declared] of Object.entries(events)) {
    if (!isRecord(declared) || !isRecord(declared.uses) || !Array.isArray(declared.measure))
      return `its event "${event}" is not complete`
    if (!KINDS.has(declared.kind))
      return `its event "${event}" is of a kind that this version of Plainsight does not know`
    for (const list of ['codes', 'classes', 'packages'] as const)
      if (declared.kind === 'errors' && !isWords(declared[list])) return `its event "${event}" has no list of ${list}`
    for (const used of [...Object.keys(declared.uses), ...(declared.measure as unknown[])]) {
      if (!isDeclared(used)) return `its event "${event}" uses a field that is not declared`
    }
  }
  return undefined
}

function isWords(list: unknown): boolean {
  return Array.isArray(list) && list.every((word) => typeof word === 'string')
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(why: string): { readonly kind: 'refused'; readonly message: string } {
  return { kind: 'refused', message: `This is not a lock file that can be used: ${why}.` }
}
