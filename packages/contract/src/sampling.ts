// The door to samples: which part of all machines, runs or occurrences is recorded, the same in every language (privacy.md, 4).
import type { Sampling, Scope } from './contract-spec.ts'
import { periodOf, scopedKey } from './identity.ts'
import { sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

/**
 * The rate in force: a tenant's inside what the contract allows, else the contract's; what is no number in (0, 1] is 1.
 * @param tenantRate a tenant takes a smaller sample down to `minRate`, which is the rate where none is declared
 */
export function effectiveRate(sampling: Sampling | undefined, tenantRate?: number): number {
  if (sampling === undefined) return 1
  const declared = soundRate(sampling.rate)
  return tenantRate === undefined ? declared : Math.max(soundRate(sampling.minRate ?? declared), soundRate(tenantRate))
}

function soundRate(rate: number): number {
  return rate > 0 && rate <= 1 ? rate : 1
}

/**
 * The share of a machine in [0, 1), for one event and the period of a day: the first 53 bits of the key whose link is `sample/EVENT`,
 * over 2^53. An event without a lasting id has one decision per installation.
 * @param secret the machine's 32 random bytes
 */
export function machineShare(
  secret: Uint8Array,
  contract: string,
  identity: Scope,
  day: string,
  event: string,
): number {
  const period = periodOf(identity, day)
  const scope = period === undefined ? 'install' : identity
  const key = scopedKey(secret, contract, scope, period ?? '-', `sample/${event}`)
  let share = 0
  for (let i = 0; i < 6; i++) share = share * 256 + (key[i] as number)
  return (share * 32 + ((key[6] as number) >> 3)) / 2 ** 53
}

/** The share of a run in [0, 1]: the first 8 hex digits of the SHA-256 of its id, over 0xFFFFFFFF. One for all events of the run. */
export function runShare(runId: string): number {
  return Number.parseInt(hex(sha256(utf8(runId))).slice(0, 8), 16) / 0xffff_ffff
}

/** Whether a share is in the sample. */
export function isShareIn(share: number, rate: number): boolean {
  return rate >= 1 || share < rate
}

/** Whether admitted values meet one of the conditions that keep a record whatever the rate: all fields of one condition. */
export function meetsKeep(keep: Sampling['keep'], values: { readonly [field: string]: unknown }): boolean {
  for (const condition of keep ?? []) {
    const fields = Object.entries(condition)
    if (fields.length > 0 && fields.every(([field, wanted]) => meets(values[field], wanted))) return true
  }
  return false
}

function meets(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(value)
  if (typeof wanted !== 'object' || wanted === null) return value === wanted
  const { min = -Infinity, max = Infinity } = wanted as { min?: number; max?: number }
  return typeof value === 'number' && value >= min && value <= max
}
