import type { NormalEvent } from '@plainsight/contract/judge'
import { isShareIn, machineShare } from '@plainsight/contract/sampling'

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

/** Whether the unit that a record belongs to is in the sample. A machine without a secret is not. */
export function isSampled(event: NormalEvent, name: string, rate: number, day: string, ports: SamplingPorts): boolean {
  if (rate >= 1) return true
  // Counters and presence have no single uses: whole machines are in or out (privacy.md, 4).
  const unit = event.kind === 'rollup' ? 'machine' : (event.sampling?.unit ?? 'machine')
  if (unit === 'occurrence') return isShareIn(ports.chance(), rate)
  if (unit === 'run') return isShareIn(ports.run(), rate)
  const secret = ports.secret()
  return secret !== undefined && isShareIn(machineShare(secret, ports.contract, event.identity, day, name), rate)
}
