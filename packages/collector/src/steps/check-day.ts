import { LIMITS } from '@plainsight/contract/judge'
import type { Desk } from '../desk.ts'
import type { Dated, Found } from '../passage.ts'
import { dayOf } from '../utc-day.ts'

/** Compares the day that the batch states with the clock here. Outside the window records are refused, never given another day. */
export function checkDay(value: Found, { clock }: Desk): Dated {
  const { day } = value.batch
  const now = clock()
  if (day < dayOf(now - LIMITS.daysBack * 86_400_000)) return { ...value, untimely: 'too-old' }
  if (day > dayOf(now + LIMITS.minutesAhead * 60_000)) return { ...value, untimely: 'too-new' }
  return { ...value, untimely: undefined }
}
