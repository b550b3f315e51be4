import type { Contract } from '@plainsight/contract'
import { canonicalJson } from '@plainsight/contract/canonical'
import type { Control } from './control.ts'
import { admitContext, admitIds } from './context.ts'
import { readContractCache } from './contract-cache.ts'
import type { Row, Subject } from './journal.ts'
import type { Session } from './session.ts'
import type { SettingLine } from './setting-line.ts'
import type { Settings } from './settings.ts'
import type { StateFiles } from './state-files.ts'
import { rowsText } from './wire-lines.ts'

/**
 * The contract version that was agreed to, where it is an older one than the one that runs, and its digest.
 * @param control gives what compares versions: loaded only where they differ
 * @param now ms since 1970
 * @returns undefined where the contract that runs is the one that counts
 */
export function agreedOther(
  contract: Contract,
  settings: Settings | undefined,
  control: () => Control | undefined,
  now: number,
): { readonly version: string; readonly digest: string } | undefined {
  const chosen = settings?.choice === 'on' ? settings.version : settings?.notice?.version
  if (settings === undefined || chosen === undefined || (chosen === contract.version && settings.agreed === undefined))
    return undefined
  return control()?.agreedBefore(contract, settings, now)
}

/** Why rows wait: a host in one file has not loaded yet what they need. */
const NOT_YET = 'Not yet.'

/**
 * The text of rows as lines of the spool.
 * @param files where what the next process need not make again is kept; undefined where nothing may be
 */
export function linesOf(session: Session, files: StateFiles | undefined, rows: readonly Row[]): string {
  const { contract, source, watch, world } = session
  const cache = files === undefined ? undefined : readContractCache(contract, world.disk, files.cache)
  const digest = cache?.digest ?? world.control()?.digestOf(contract)
  // Without the one or the other nothing can be said about these rows; they wait.
  if (digest === undefined) throw new Error(NOT_YET)
  const { tagged } = watch.consent
  const { version: v, digest: g } = agreedOther(contract, watch.settings, world.control, session.clock()) ?? {
    version: contract.version,
    digest,
  }
  let setting = cache?.setting
  const text = rowsText(rows, ({ context, ids }: Subject): SettingLine => {
    const c = admitContext(contract, (name) => context[name] ?? world.probe(name))
    const u = tagged ? {} : admitIds(contract, { ...ids, org: ids.org ?? watch.settings?.org })
    const parts = {
      c,
      g: g.slice(0, 16),
      s: source,
      v,
      ...(tagged ? { i: 0 } : {}),
      ...(Object.keys(u).length > 0 ? { u } : {}),
    }
    const told = canonicalJson(parts) as string
    if (setting?.text !== told) setting = world.control()?.makeSettingLine(told)
    if (setting === undefined) throw new Error(NOT_YET)
    return setting
  })
  if (files !== undefined && (cache?.digest !== digest || cache.setting !== setting))
    world.control()?.writeContractCache(contract, world.disk, files.cache, { digest, setting })
  return text
}
