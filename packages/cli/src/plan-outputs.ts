import { DEFAULT_OUTPUTS, generate, type OutputName } from '@plainsight/codegen'
import type { Contract } from '@plainsight/contract'
import { lockText, makeLock, type Lock } from '@plainsight/contract/lock'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONTRACT_ENDING } from './find-contracts.ts'
import { previousLock, textOf } from './previous-lock.ts'
import { readProjectSettings } from './project-settings.ts'

/** What has to be done so that everything made from a contract agrees with it. */
export interface OutputPlan {
  readonly lock: Lock
  /** Files that are missing or stale. */
  readonly writes: readonly PlannedFile[]
  /** Locks of versions that the contract no longer accepts. */
  readonly removals: readonly string[]
  /** Files that are as they should be. */
  readonly fresh: readonly string[]
  /** What the maintainer should know, one sentence each. */
  readonly notes: readonly string[]
}

/** A file as it should be. */
export interface PlannedFile {
  readonly path: string
  readonly text: string
}

/** What is said for one run; anything left out is what the contract's package says. */
export interface OutputWishes {
  /** The version that is locked was never published, so that it may be locked anew. */
  readonly unpublished?: boolean
  /** What is made beside the lock. */
  readonly outputs?: readonly OutputName[]
  /** Full path of the folder that all but the lock and the pages go to. */
  readonly out?: string
}

/**
 * Says what `generate` would write for one contract; writes nothing.
 * @param file the contract's own path; the lock and the page go beside it
 * @param today the UTC day that a new version is dated with
 */
export function planOutputs(
  file: string,
  contract: Contract,
  today: string,
  wishes: OutputWishes = {},
): { readonly kind: 'plan'; readonly plan: OutputPlan } | { readonly kind: 'refused'; readonly message: string } {
  const project = readProjectSettings(file)
  if (project.kind === 'refused') return project
  const outputs = wishes.outputs ?? [...DEFAULT_OUTPUTS, ...project.settings.outputs]
  const folder = dirname(file)
  const lockPath = lockPathOf(file)
  const found = previousLock(lockPath)
  // The lock of a contract that had another name says nothing about this one.
  const previous = found?.contract.name === contract.name ? found : undefined
  const lock = makeLock(contract, wishes.unpublished ? withoutVersion(previous, contract.version) : previous, today)
  const notes: string[] = []
  const kept = keptLocks(acceptedFolder(folder, lock), lock, previous, notes)
  if (kept.kind === 'refused') return kept
  const others = wishes.out ?? project.settings.out ?? folder
  const made = generate(lock, { accepted: kept.accepted, outputs })
  const wanted = [
    { path: lockPath, text: lockText(lock) },
    ...made.map(({ output, path, text }) => ({
      path: PAGES.includes(output) ? join(folder, pageName(file, lock, path)) : join(others, path),
      text,
    })),
    ...kept.wanted,
  ]
  const isFresh = ({ path, text }: PlannedFile): boolean => textOf(path) === text
  return {
    kind: 'plan',
    plan: {
      lock,
      writes: wanted.filter((output) => !isFresh(output)),
      removals: leftOver(acceptedFolder(folder, lock), lock),
      fresh: wanted.filter(isFresh).map(({ path }) => path),
      notes,
    },
  }
}

// What people read stands beside the contract, wherever the rest goes.
const PAGES: readonly OutputName[] = ['page', 'assessment']

/** Where the lock of a contract file stands: `acme.telemetry.ts` → `acme.telemetry.lock.json`. */
export function lockPathOf(file: string): string {
  return file.replace(CONTRACT_ENDING, '.telemetry.lock.json')
}

// The locks of the older versions that are accepted, and the one that becomes such a lock now.
function keptLocks(
  versions: string,
  lock: Lock,
  previous: Lock | undefined,
  notes: string[],
):
  | { readonly kind: 'kept'; readonly accepted: readonly Lock[]; readonly wanted: readonly PlannedFile[] }
  | { readonly kind: 'refused'; readonly message: string } {
  const { name, version: now, accepts } = lock.contract
  const old = previous?.contract.version
  const wanted: PlannedFile[] = []
  if (previous !== undefined && old !== undefined && old !== now) {
    if (accepts.includes(old)) wanted.push({ path: join(versions, `${old}.lock.json`), text: lockText(previous) })
    else
      notes.push(
        `Version ${old} is no longer accepted: reports of programs that still have it will be refused. Add '${old}' to \`accepts\` to keep taking them.`,
      )
  }
  const accepted: Lock[] = []
  for (const version of accepts) {
    const path = join(versions, `${version}.lock.json`)
    const shown = join('locks', name, `${version}.lock.json`)
    const mend = `Bring it back from version control, or take ${version} out of \`accepts\`.`
    const known = wanted.some((output) => output.path === path) ? previous : previousLock(path)
    if (known === undefined) {
      const why = existsSync(path) ? 'cannot be used' : 'is not there'
      return {
        kind: 'refused',
        message: `It accepts version ${version}, but the lock of that version ${why} (${shown}). ${mend}`,
      }
    }
    if (known.contract.name !== name || known.contract.version !== version)
      return {
        kind: 'refused',
        message: `It accepts version ${version}, but ${shown} is the lock of ${known.contract.name} ${known.contract.version}. ${mend}`,
      }
    accepted.push(known)
  }
  return { kind: 'kept', accepted, wanted }
}

function withoutVersion(lock: Lock | undefined, version: string): Lock | undefined {
  return lock === undefined
    ? undefined
    : { ...lock, history: lock.history.filter((entry) => entry.version !== version) }
}

// Where accepted versions are kept, one lock each.
function acceptedFolder(folder: string, lock: Lock): string {
  return join(folder, 'locks', lock.contract.name)
}

function leftOver(versions: string, lock: Lock): string[] {
  const kept = new Set(lock.contract.accepts.map((version) => `${version}.lock.json`))
  const names = existsSync(versions) ? readdirSync(versions) : []
  return names.filter((name) => name.endsWith('.lock.json') && !kept.has(name)).map((name) => join(versions, name))
}

// Two contracts in one folder cannot share one page.
function pageName(file: string, lock: Lock, name: string): string {
  const neighbours = readdirSync(dirname(file)).filter((other) => CONTRACT_ENDING.test(other))
  return neighbours.length > 1 ? `${lock.contract.name}.${name}` : name
}
