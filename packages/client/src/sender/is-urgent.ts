import { LONGEST_WAIT } from './due.ts'
import type { SenderMemory } from './sender-job.ts'

/** Between two attempts for what leaves before its day is over, ms. */
const URGENT_PAUSE = 10_000

/** Whether something that leaves before its day is over may be tried now: not while a back-off lasts, and every ten seconds at most. */
export function isUrgent({ stop, until = 0, at = 0 }: SenderMemory, now: number, product: string): boolean {
  return stop !== product && !(now < until && until - now <= LONGEST_WAIT) && Math.abs(now - at) >= URGENT_PAUSE
}
