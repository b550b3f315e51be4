import type { Contract, EventNames } from '@plainsight/contract'
import type { FlushResult, Telemetry } from '../core/telemetry-types.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'

/** What an installation was. */
export type InstallKind = 'fresh' | 'upgrade' | 'reinstall' | 'downgrade'

/** What an installer knows. */
export interface Installed<Event extends string = string> {
  /** The version that is there now. */
  readonly version: string
  /** The version that it found; undefined where there was none. */
  readonly previous?: string | undefined
  /** The event: `kind`, `version`, `previousVersion`. Default: `installed`. Fields that it does not declare are not counted. */
  readonly event?: Event
  /** Further values: targets, a scope. */
  readonly values?: { readonly [field: string]: unknown }
}

/** What is known of a removal. */
export interface Uninstalled<Event extends string = string> {
  /** The event; default: `uninstalled`. Fields that it does not declare are not counted. */
  readonly event?: Event
  /** Its values: targets, a reason. */
  readonly values?: { readonly [field: string]: unknown }
  /** How long the person waits at most, ms; default 3 000. */
  readonly timeoutMs?: number
}

/**
 * What an installation of one version over another is: `1.10.0` over `1.9.0` is an upgrade. Versions that are none are told apart by
 * their text, and anything else over them is an upgrade.
 */
export function installKind(previous: string | undefined, version: string): InstallKind {
  if (previous === undefined || previous === '') return 'fresh'
  if (previous === version) return 'reinstall'
  const [before, now] = [partsOf(previous), partsOf(version)]
  for (let at = 0; at < 3; at++) {
    const difference = (now[at] ?? 0) - (before[at] ?? 0)
    if (difference !== 0) return difference < 0 ? 'downgrade' : 'upgrade'
  }
  // A release comes after what was before it.
  const early = [previous, version].map((text) => text.includes('-'))
  return !early[0] && early[1] ? 'downgrade' : 'upgrade'
}

/** Counts an installation; where the person has not said yes, nothing is kept, as ever. */
export function recordInstall<C extends Contract>(
  counted: CountedTelemetry<C>,
  given: Installed<EventNames<C>>,
): InstallKind {
  const { version, previous, event = 'installed', values = {} }: Installed = given
  const telemetry = loosely(counted)
  const kind = installKind(previous, version)
  const all = { ...values, kind, version, previousVersion: previous }
  telemetry.record(event, onlyDeclared(declaredBy(telemetry.contract, event), all))
  return kind
}

/**
 * Counts that a product is going, and sends from this process what may be sent now, for there will be no later run. Never rejects.
 * Events of today leave today only where the contract has them delivered at once.
 */
export async function recordUninstall<C extends Contract>(
  counted: CountedTelemetry<C> & Pick<Telemetry, 'flush'>,
  given: Uninstalled<EventNames<C>> = {},
): Promise<FlushResult> {
  const { event = 'uninstalled', values = {}, timeoutMs = 3_000 }: Uninstalled = given
  const telemetry = loosely(counted)
  telemetry.record(event, onlyDeclared(declaredBy(telemetry.contract, event), values))
  return counted.flush({ timeoutMs })
}

function partsOf(version: string): number[] {
  const [, ...parts] = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?/.exec(version) ?? []
  return parts.map((part) => Number(part ?? 0))
}
