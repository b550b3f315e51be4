import { checkChanges } from './check-changes.ts'
import type { Contract } from './contract-spec.ts'
import { contractDigest } from './contract-digest.ts'
import { issueList, type Issue } from './issue.ts'
import { parseLock } from './lock.ts'
import { normalContract } from './normal-contract.ts'
import { normalFlaw } from './normal-flaw.ts'
import { compareSemver } from './semver.ts'

const GENERATE = 'Run `plainsight generate`.'

/**
 * Holds a contract against its lock. Call it only for a contract that `checkContract` finds no error in.
 * @param text the lock file's text; undefined where there is none
 * @returns what is wrong: no lock, one that cannot be read or is not this contract's; a contract that changed under its version, or
 *   by more than its version, its reviews and its marks say
 */
export function checkLock(text: string | undefined, contract: Contract): Issue[] {
  const { issues, report } = issueList()
  if (text === undefined) {
    report('lock-missing', [], 'The contract has no lock.', GENERATE)
    return issues
  }
  const parsed = parseLock(text)
  if (parsed.kind === 'refused') {
    report('lock-unreadable', [], parsed.message, `Take the lock of the last commit, or delete it. ${GENERATE}`)
    return issues
  }
  const { lock } = parsed
  const { name, version } = contract
  const normal = normalContract(contract)
  const digest = contractDigest(normal)
  if (lock.contract.name !== name) {
    report('lock-stale', ['name'], `The lock is of ${lock.contract.name}, not of ${name}.`, GENERATE)
    return issues
  }
  if (digest === lock.digest) return issues
  const locked = lock.contract.version
  if (compareSemver(version, locked) < 0)
    report(
      'version-went-back',
      ['version'],
      `The version is ${version}, and ${locked} is already locked.`,
      `Write a version after ${locked}.`,
    )
  else if (lock.history.some((entry) => entry.version === version && entry.digest !== digest))
    report(
      'version-not-moved',
      ['version'],
      `The contract differs from the ${version} that is locked, and its version is still ${version}.`,
      'Move the version: people agreed to what it said before. If this version was never published, delete its entry in the lock and generate it again.',
    )
  else {
    const flaw = normalFlaw(lock.contract)
    if (flaw === undefined) checkChanges(lock.contract, normal, report)
    else
      report(
        'lock-unreadable',
        [],
        `This is not a lock file that can be compared: ${flaw}.`,
        `Take the lock of the last commit. ${GENERATE}`,
      )
    if (issues.length === 0)
      report('lock-stale', [], `The lock is that of ${locked}, the contract is ${version}.`, GENERATE)
  }
  return issues
}
