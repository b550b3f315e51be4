import type { Change } from './change.ts'
import { unreviewedChanges } from './change-review.ts'
import { compareLists } from './change-words.ts'
import { diffContracts } from './diff-contracts.ts'
import { pathText, type Path, type Report } from './issue.ts'
import type { NormalContract } from './normal-contract.ts'
import { compareSemver } from './semver.ts'
import { movedVersion, neededMove } from './version-move.ts'

/** Holds a contract to what it owes to those who agreed to the one that is locked: a version, reviews, marks of what is new. */
export function checkChanges(locked: NormalContract, contract: NormalContract, report: Report): void {
  const changes = diffContracts(locked, contract)
  checkVersion(locked, contract, changes, report)
  for (const change of unreviewedChanges(changes, locked, contract))
    report(
      'review-missing',
      change.path,
      `This says more than people agreed to, and nobody is named who looked at it. ${change.sentence}`,
      `Take it back, or add to \`reviews\`: { what: ${JSON.stringify(pathText(change.path))}, who, when, why }.`,
    )
  for (const { mark, path } of missingMarks(locked, contract, changes))
    report(
      mark === 'since' ? 'since-missing' : 'widened-missing',
      path,
      `${path.length === 0 ? 'The contract as a whole' : pathText(path)} ${mark === 'since' ? 'is new' : 'says more'} since ${locked.version}, and does not say so: a program whose user agreed to ${locked.version} could not leave it out.`,
      mendOf(mark, path, contract),
    )
}

// What a library declares is marked where it is included: its own marks name its own versions.
function mendOf(mark: MissingMark['mark'], path: MissingMark['path'], contract: NormalContract): string {
  const [part, name] = path
  const written = `${mark}: '${contract.version}'`
  if (name === undefined) return `Give the contract \`${written}\`.`
  const library = contract.includes?.find(({ prefix }) =>
    part === 'events' ? name.startsWith(`${prefix}.`) : new RegExp(`^${prefix}[A-Z]`).test(name),
  )
  return library === undefined
    ? `Give it \`${written}\`.`
    : `Add to the \`include(…)\` of ${library.library}: marks: { '${name}': { ${written} } }, or \`since\` for all of it.`
}

/**
 * Parts of the head that no event says: who agreed to less cannot be given less of them. More context is said by the events that have it,
 * rows live as the version says that they were sent under, and of the population nobody sends anything.
 */
const WHOLE: ReadonlySet<string> = new Set(['destinations', 'consent', 'sources', 'presence', 'environment', 'ci'])

/** A mark that a field, an event or the contract lacks. */
export interface MissingMark {
  readonly mark: 'since' | 'widened'
  /** `['fields', name]`, `['events', name]`, or `[]` for the contract as a whole. */
  readonly path: readonly ['fields' | 'events', string] | readonly []
}

/**
 * The marks that a contract lacks, by which a client tells what its user has not agreed to: `since` on every field and event that
 * the locked contract has not, `widened` on each that says more than there.
 */
export function missingMarks(
  locked: NormalContract,
  contract: NormalContract,
  changes: readonly Change[],
): readonly MissingMark[] {
  const marks: MissingMark[] = []
  const isWhole = changes.some(({ class: of, path }) => of === 'privacy-widening' && WHOLE.has(path[0] as string))
  if (isWhole && compareSemver(contract.widened ?? '', locked.version) <= 0) marks.push({ mark: 'widened', path: [] })
  for (const part of ['fields', 'events'] as const) {
    const widened = new Set(changes.filter((change) => widens(change, part)).map(({ path }) => path[1] as string))
    if (part === 'events') for (const name of withMoreContext(locked, contract)) widened.add(name)
    for (const name of Object.keys(contract[part]).sort()) {
      const declared = contract[part][name] as { readonly since?: string; readonly widened?: string }
      const isMarked = (mark: 'since' | 'widened'): boolean => compareSemver(declared[mark] ?? '', locked.version) > 0
      if (isMarked('since')) continue
      if (!Object.hasOwn(locked[part], name)) marks.push({ mark: 'since', path: [part, name] })
      else if (widened.has(name) && !isMarked('widened')) marks.push({ mark: 'widened', path: [part, name] })
    }
  }
  return marks
}

function checkVersion(
  locked: NormalContract,
  contract: NormalContract,
  changes: readonly Change[],
  report: Report,
): void {
  const least = movedVersion(locked.version, neededMove(changes))
  if (compareSemver(contract.version, least) >= 0) return
  const breaking = changes.filter((change) => change.class === 'breaking')
  const because = breaking.length > 0 ? breaking : changes
  const first = because[0]
  const more = because.length > 1 ? `, and ${because.length - 1} more` : ''
  report(
    'version-too-small',
    ['version'],
    `From ${locked.version} to ${contract.version} is too small a step${first === undefined ? '' : ` for a change that ${first.class === 'breaking' ? 'breaks' : 'is new'}: ${pathText(first.path)}${more}`}.`,
    `Write version ${least}, or take the change back.`,
  )
}

function widens(change: Change, part: Path[0]): boolean {
  return change.class === 'privacy-widening' && change.path[0] === part
}

// Context that an event has from the contract is told at the contract, and its records still carry it.
function withMoreContext(locked: NormalContract, contract: NormalContract): readonly string[] {
  return Object.keys(contract.events).filter((name) => {
    const before = Object.hasOwn(locked.events, name) ? locked.events[name] : undefined
    return before !== undefined && compareLists(before.context, contract.events[name]?.context).added.length > 0
  })
}
