import type { Contract } from '@plainsight/contract'
import { isAtLeast, yesCovers } from '@plainsight/contract/judge'
import { GRACE, type Settings } from './settings.ts'

/** A contract version that a person agreed to, and its digest, 64 hex digits. */
export interface AgreedVersion {
  readonly version: string
  readonly digest: string
}

/**
 * The newest version that is agreed to: by a yes, or by a notice whose grace is over; a notice that was shown again leaves the one
 * before it in force until then.
 * @param now ms since 1970
 */
export function agreedVersion(settings: Settings, now: number): AgreedVersion | undefined {
  const { choice, version, digest, notice, agreed } = settings
  const given: AgreedVersion[] = []
  if (choice === 'on' && version !== undefined && digest !== undefined) given.push({ version, digest })
  if (typeof agreed?.version === 'string' && typeof agreed.digest === 'string') given.push(agreed)
  // The first notice says what is agreed to from the start: until it is over nothing is counted anyway.
  if (notice !== undefined && (given.length === 0 || (notice.followed && now - notice.at >= GRACE))) given.push(notice)
  return given.reduce<AgreedVersion | undefined>(
    (newest, each) => (newest !== undefined && isAtLeast(newest.version, each.version) ? newest : each),
    undefined,
  )
}

/**
 * The version that was agreed to, where it is older than the one that runs and does not cover all of it.
 * @returns undefined where the contract that runs is the one that counts
 */
export function agreedBefore(contract: Contract, settings: Settings, now: number): AgreedVersion | undefined {
  const agreed = agreedVersion(settings, now)
  return agreed === undefined ||
    isAtLeast(agreed.version, contract.version) ||
    yesCovers(contract, agreed.version) === 'all'
    ? undefined
    : { version: agreed.version, digest: agreed.digest }
}

/** What a contract counts that those who agreed to an older version did not agree to: its events and fields that came or widened later. */
export function widenedSince({ events, fields, widened }: Contract, agreed: string): readonly string[] {
  const isLater = ({ since, widened }: { readonly since?: string; readonly widened?: string }): boolean =>
    [since, widened].some((version) => version !== undefined && !isAtLeast(agreed, version))
  const parts = [...Object.entries(events), ...Object.entries(fields)]
  const whole = isLater(widened === undefined ? {} : { widened }) ? ['where it reports to, from what or how'] : []
  return [...whole, ...parts.flatMap(([name, spec]) => (isLater(spec) ? [name] : []))]
}
