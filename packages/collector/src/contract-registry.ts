import { compareSemver, compileContract, type CompiledContract } from '@plainsight/contract/judge'
import type { Lock } from '@plainsight/contract/lock'

/** One version of a contract that is taken here. */
export interface KnownContract {
  readonly lock: Lock
  readonly compiled: CompiledContract
  /** The first 16 hex digits of the lock's digest, as batches state it. */
  readonly digest: string
}

/** Every version of one contract. */
export interface ContractFamily {
  /** By semver order: 1.10.0 after 1.9.0. */
  readonly newest: KnownContract
  /** The newest and those older ones that it accepts. */
  readonly accepted: ReadonlyMap<string, KnownContract>
}

/** The contracts of a collector, by name. */
export type ContractRegistry = ReadonlyMap<string, ContractFamily>

/**
 * Makes the registry out of locks.
 * @returns a sentence when one version stands there twice with unlike digests
 */
export function createRegistry(
  locks: readonly Lock[],
):
  | { readonly kind: 'registry'; readonly registry: ContractRegistry }
  | { readonly kind: 'refused'; readonly message: string } {
  const families = new Map<string, Map<string, KnownContract>>()
  for (const lock of locks) {
    const { name, version } = lock.contract
    const versions = families.get(name) ?? new Map<string, KnownContract>()
    families.set(name, versions)
    const standing = versions.get(version)
    if (standing !== undefined && standing.lock.digest !== lock.digest) {
      const message = `The contract ${name} ${version} is there twice with unlike digests (${standing.digest} and ${lock.digest.slice(0, 16)}): one version is one contract.`
      return { kind: 'refused', message }
    }
    if (standing === undefined)
      versions.set(version, { lock, compiled: compileContract(lock.contract), digest: lock.digest.slice(0, 16) })
  }
  const registry = new Map<string, ContractFamily>()
  for (const [name, versions] of families) {
    const newest = [...versions.values()].reduce((best, known) =>
      compareSemver(known.lock.contract.version, best.lock.contract.version) > 0 ? known : best,
    )
    const { version, accepts } = newest.lock.contract
    const accepted = new Map([...versions].filter(([key]) => key === version || accepts.includes(key)))
    registry.set(name, { newest, accepted })
  }
  return { kind: 'registry', registry }
}
