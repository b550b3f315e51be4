import { dayOf } from '../core/day.ts'
import type { SenderMemory } from './sender-job.ts'

/** Time between attempts while batches are left, ms (protocol.md, Due). */
const BACKLOG_PAUSE = 14_400_000
/** Longest back-off that is believed, ms: a clock that was wrong must not silence a machine for years. */
export const LONGEST_WAIT = 604_800_000

/**
 * Whether an attempt is due: one answered attempt a day, sooner while batches are left, none before the back-off is over and none
 * for a version that its maintainer stopped.
 * @param interval time between attempts of one day, ms; Infinity for one attempt a day
 */
export function isDue(
  { stop, until = 0, at = 0, day, left }: SenderMemory,
  now: number,
  product: string,
  interval: number,
): boolean {
  if (stop === product || (now < until && until - now <= LONGEST_WAIT)) return false
  return day !== dayOf(now) || Math.abs(now - at) >= (left ? Math.min(interval, BACKLOG_PAUSE) : interval)
}
