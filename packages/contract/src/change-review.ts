import type { Change } from './change.ts'
import { compareData } from './change-words.ts'
import type { Review } from './contract-spec.ts'
import { pathText, type Path } from './issue.ts'
import type { NormalContract } from './normal-contract.ts'

/** Who looked at a change, when, and why it is right. */
export type { Review } from './contract-spec.ts'

/**
 * The review of a change that widens: an entry that the older contract has not, that names who and when, and whose `what` holds the
 * change's path as `pathText` writes it, or that of the event, the field or the part of the head that it belongs to.
 * @returns undefined where nobody is named
 */
export function reviewOf(change: Change, before: NormalContract, after: NormalContract): Review | undefined {
  const names = namesOf(change.path)
  const named = compareData(before.reviews, after.reviews).added.filter((review): review is Review => 'what' in review)
  return named.find(
    ({ what, who, when }) => who.trim() !== '' && when.trim() !== '' && names.some((name) => isNamed(what, name)),
  )
}

/** The changes that widen and that no review names: a contract with one of them is not to be locked. */
export function unreviewedChanges(
  changes: readonly Change[],
  before: NormalContract,
  after: NormalContract,
): readonly Change[] {
  return changes.filter(
    (change) => change.class === 'privacy-widening' && reviewOf(change, before, after) === undefined,
  )
}

// `fields` or `events` alone would name everything there is.
function namesOf(path: Path): readonly string[] {
  const least = path[0] === 'fields' || path[0] === 'events' ? 2 : 1
  return path.slice(least - 1).map((_, i) => pathText(path.slice(0, least + i)))
}

// As a whole: `retention` is no name of `retention.raw`'s neighbour, nor `fields.os` one of `fields.osVersion`.
function isNamed(what: string, name: string): boolean {
  for (let at = what.indexOf(name); at !== -1; at = what.indexOf(name, at + 1)) {
    const [before, after] = [what[at - 1] ?? ' ', what.slice(at + name.length)]
    if (/[\s`(,;]/.test(before) && /^(?:$|[\s`),;:]|\.(?:\s|$))/.test(after)) return true
  }
  return false
}
