import type { Contract } from '@plainsight/contract'
import { admitContext, admitIds } from './context.ts'
import { openContractCache } from './contract-cache.ts'
import type { Disk } from './disk.ts'
import type { Row, Subject } from './journal.ts'
import { parsePresence, presenceRows } from './presence.ts'
import type { Settings } from './settings.ts'
import type { Setting } from './setting-line.ts'
import type { StateFiles } from './state-files.ts'
import { rowsText } from './wire-lines.ts'

/** What a keeper needs to know. */
export interface KeeperPorts {
  readonly contract: Contract
  readonly source: string
  readonly disk: Disk
  readonly files: StateFiles
  /** The raw value of a probe. */
  probe(name: string): unknown
}

/** The version and digest that rows are counted under. */
export interface Agreed {
  readonly version: string
  /** 64 hex digits. */
  readonly digest: string
}

/**
 * What was agreed to: the version that the person chose or was shown, while the contract is another; else the contract as it runs.
 * @param digest makes the digest of the contract that runs
 */
export function agreedContract(contract: Contract, settings: Settings | undefined, digest: () => string): Agreed {
  const { version, digest: chosen } = settings?.choice === 'on' ? settings : (settings?.notice ?? {})
  return version !== undefined && chosen !== undefined && version !== contract.version
    ? { version, digest: chosen }
    : { version: contract.version, digest: digest() }
}

/**
 * Writes rows to the spool, or to the local counts, in one append.
 * @returns the file's size after it and before it, bytes; undefined when there was nothing to write
 */
export function keepRows(
  { contract, source, disk, files, probe }: KeeperPorts,
  rows: Row[],
  settings: Settings | undefined,
  tagged: boolean,
  local: boolean,
): { readonly before: number; readonly after: number } | undefined {
  if (contract.presence !== false && !tagged && !local) addPresence(disk, files, rows)
  if (rows.length === 0) return undefined
  const { cache, keep } = openContractCache(contract, disk, files.cache)
  const agreed = agreedContract(contract, settings, () => cache.digest)
  const settingOf = ({ context, ids }: Subject): Setting => ({
    version: agreed.version,
    digest: agreed.digest.slice(0, 16),
    source,
    context: admitContext(contract, (name) => context[name] ?? probe(name)),
    ids: tagged ? {} : admitIds(contract, ids),
    machine: !tagged,
  })
  const { text, setting } = rowsText(rows, settingOf, cache.setting)
  const after = disk.append(local ? files.local : files.pending, text)
  keep(setting)
  return { before: after - Buffer.byteLength(text), after }
}

// Made at a period's first record: a process that only looked has counted nothing and makes none.
function addPresence(disk: Disk, files: StateFiles, rows: Row[]): void {
  const days = new Map<string, Subject>()
  for (const { kind, tail, subject } of rows) if (kind !== 'd') days.set(tail.slice(5, 15), subject)
  if (days.size === 0) return
  const first = parsePresence(disk.read(files.presence) ?? '')
  let memory = first
  for (const [day, subject] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const due = presenceRows(memory, day)
    if (due === undefined) continue
    memory = due.memory
    for (const rest of due.rests) rows.push({ kind: 'p', tail: `"d":"${day}",${rest}}`, subject })
  }
  if (memory !== first) disk.write(files.presence, `${JSON.stringify(memory)}\n`)
}
