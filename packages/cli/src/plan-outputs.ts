import { generate } from '@plainsight/codegen'
import type { Contract } from '@plainsight/contract'
import { lockText, makeLock, type Lock } from '@plainsight/contract/lock'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONTRACT_ENDING } from './find-contracts.ts'
import { previousLock, textOf } from './previous-lock.ts'

/** What has to be done so that everything made from a contract agrees with it. */
export interface OutputPlan {
  readonly lock: Lock
  /** Files that are missing or stale. */
  readonly writes: readonly { readonly path: string; readonly text: string }[]
  /** Locks of versions that the contract no longer accepts. */
  readonly removals: readonly string[]
  /** Files that are as they should be. */
  readonly fresh: readonly string[]
  /** What the maintainer should know, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Says what `generate` would write for one contract; writes nothing.
 * @param file the contract's own path; everything goes beside it
 * @param today the UTC day that a new version is dated with
 * @param unpublished whether the version that is locked was never published, so that it may be locked anew
 */
export function planOutputs(
  file: string,
  contract: Contract,
  today: string,
  unpublished = false,
): { readonly kind: 'plan'; readonly plan: OutputPlan } | { readonly kind: 'refused'; readonly message: string } {
  const folder = dirname(file)
  const lockPath = lockPathOf(file)
  const found = previousLock(lockPath)
  // The lock of a contract that had another name says nothing about this one.
  const previous = found?.contract.name === contract.name ? found : undefined
  const lock = makeLock(contract, unpublished ? withoutVersion(previous, contract.version) : previous, today)
  const wanted = [
    { path: lockPath, text: lockText(lock) },
    ...generate(lock).map(({ path, text }) => ({ path: join(folder, outputName(file, lock, path)), text })),
  ]
  const notes: string[] = []
  const versions = acceptedFolder(folder, lock)
  if (previous !== undefined && previous.contract.version !== lock.contract.version) {
    const old = previous.contract.version
    if (lock.contract.accepts.includes(old))
      wanted.push({ path: join(versions, `${old}.lock.json`), text: lockText(previous) })
    else
      notes.push(
        `Version ${old} is no longer accepted: reports of programs that still have it will be refused. Add '${old}' to \`accepts\` to keep taking them.`,
      )
  }
  for (const version of lock.contract.accepts) {
    const path = join(versions, `${version}.lock.json`)
    if (existsSync(path) || wanted.some((output) => output.path === path)) continue
    return {
      kind: 'refused',
      message: `It accepts version ${version}, but the lock of that version is not there (${join('locks', lock.contract.name, `${version}.lock.json`)}). Bring it back from version control, or take ${version} out of \`accepts\`.`,
    }
  }
  const isFresh = ({ path, text }: { path: string; text: string }): boolean => textOf(path) === text
  return {
    kind: 'plan',
    plan: {
      lock,
      writes: wanted.filter((output) => !isFresh(output)),
      removals: leftOver(versions, lock),
      fresh: wanted.filter(isFresh).map(({ path }) => path),
      notes,
    },
  }
}

/** Where the lock of a contract file stands: `acme.telemetry.ts` → `acme.telemetry.lock.json`. */
export function lockPathOf(file: string): string {
  return file.replace(CONTRACT_ENDING, '.telemetry.lock.json')
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
function outputName(file: string, lock: Lock, name: string): string {
  const neighbours = readdirSync(dirname(file)).filter((other) => CONTRACT_ENDING.test(other))
  return neighbours.length > 1 ? `${lock.contract.name}.${name}` : name
}
