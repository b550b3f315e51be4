import type { NormalEvent } from '@plainsight/contract/judge'
import { hex, sha256, utf8 } from '@plainsight/contract/canonical'
import { periodOf, scopedKey } from '@plainsight/contract/identity'

/** What sampling may ask of the outside. */
export interface SamplingPorts {
  readonly contract: string
  /** The machine's secret, made when it is first needed; undefined where none may be made. */
  secret(): Uint8Array | undefined
  /** This run's share, in [0, 1]: one number for all events sampled by run. */
  run(): number
  /** A fresh number in [0, 1). */
  chance(): number
}

/** The rate that is in force: the tenant's inside what the contract allows, else the contract's; what is no rate is 1. */
export function effectiveRate(event: NormalEvent, tenantRate: number | undefined): number {
  const { sampling } = event
  if (sampling === undefined) return 1
  const least = rateOf(sampling.minRate ?? sampling.rate)
  return tenantRate === undefined ? rateOf(sampling.rate) : Math.max(least, rateOf(tenantRate))
}

/** Whether the unit that a record belongs to is in the sample. A machine without a secret is not. */
export function isSampled(event: NormalEvent, name: string, rate: number, day: string, ports: SamplingPorts): boolean {
  if (rate >= 1) return true
  // Counters and presence have no single uses: whole machines are in or out (privacy.md, 4).
  const unit = event.kind === 'rollup' ? 'machine' : (event.sampling?.unit ?? 'machine')
  if (unit === 'occurrence') return ports.chance() < rate
  if (unit === 'run') return ports.run() < rate
  const secret = ports.secret()
  if (secret === undefined) return false
  const period = periodOf(event.identity, day)
  const key = scopedKey(
    secret,
    ports.contract,
    period === undefined ? 'install' : event.identity,
    period ?? '-',
    `sample/${name}`,
  )
  return machineShare(key) < rate
}

/** Whether admitted values meet one of the conditions that keep a record whatever the rate. */
export function isKept(event: NormalEvent, values: { readonly [field: string]: unknown }): boolean {
  for (const condition of event.sampling?.keep ?? []) {
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

function rateOf(rate: number): number {
  return rate > 0 && rate <= 1 ? rate : 1
}

/** The share of a run, in [0, 1]: the first 8 hex digits of the SHA-256 of its id, over the largest there are (privacy.md, 4). */
export function runShare(runId: string): number {
  return parseInt(hex(sha256(utf8(runId))).slice(0, 8), 16) / 0xffff_ffff
}

/** The share of a machine: the first 53 bits of its key for an event's sample, as a number in [0, 1). */
export function machineShare(key: Uint8Array): number {
  let share = 0
  for (let i = 0; i < 6; i++) share = share * 256 + (key[i] as number)
  return (share * 32 + ((key[6] as number) >> 3)) / 2 ** 53
}
