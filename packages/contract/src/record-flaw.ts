import type { Reason } from './reasons.ts'

/** Why a record cannot be kept. */
export interface RecordFlaw {
  readonly kind: 'flaw'
  readonly reason: Reason
}

/** A flaw with its reason. */
export function flaw(reason: Reason): RecordFlaw {
  return { kind: 'flaw', reason }
}
