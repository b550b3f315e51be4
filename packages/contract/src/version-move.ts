import type { Change } from './change.ts'
import { compareSemver, parseSemver } from './semver.ts'

/** The place of a version that has to move. Versions of contracts that differ in marks alone may move in the last place. */
export type VersionMove = 'patch' | 'minor' | 'major'

/** Which place of the version the changes move: what breaks the first, everything else the second. */
export function neededMove(changes: readonly Change[]): VersionMove {
  if (changes.some((change) => change.class === 'breaking')) return 'major'
  return changes.length > 0 ? 'minor' : 'patch'
}

/**
 * The earliest version that a move leads to. While the first number is 0 nothing is promised yet, and what breaks moves the second.
 * What is no version comes back as it is.
 */
export function movedVersion(version: string, move: VersionMove): string {
  const parts = parseSemver(version)
  if (parts === undefined) return version
  const [major, minor, patch] = parts
  if (move === 'major' && major > 0) return `${major + 1}.0.0`
  if (move !== 'patch') return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + 1}`
}

/** Whether a version has moved as far as the changes ask. */
export function isMovedEnough(before: string, after: string, changes: readonly Change[]): boolean {
  return compareSemver(after, movedVersion(before, neededMove(changes))) >= 0
}
