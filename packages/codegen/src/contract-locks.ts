import type { Lock } from '@plainsight/contract/lock'
import { compareSemver } from '@plainsight/contract/judge'

/** What everything is made from: the lock of a contract, and those of the older versions that it still accepts. */
export interface ContractLocks {
  readonly lock: Lock
  /** In any order; a version that is not among `accepts` may be there too and is left out where it does not matter. */
  readonly accepted: readonly Lock[]
}

/** Every version that is at hand, oldest first; the newest is the lock itself. */
export function versionsOf({ lock, accepted }: ContractLocks): readonly Lock[] {
  const older = accepted.filter((each) => each.contract.version !== lock.contract.version)
  return [...older.toSorted((a, b) => compareSemver(a.contract.version, b.contract.version)), lock]
}
