import { hasMoreKeys } from './judge-values.ts'
import type { Reason } from './reasons.ts'
import { PRESENCE, type PresenceRecord } from './wire-record.ts'

/** Days since the machine's last one. */
export const GAPS: readonly string[] = ['first', '1', '2', '3', '4', '5', '6', '7+']
/** Weeks since the machine's last one. */
export const BACKS: readonly string[] = ['first', '1', '2', '3', '4+']
/** Weeks since the machine's first one. */
export const INDEXES: readonly string[] = ['0', '1', '2', '3', '4', '5-8', '9-12', '13-25', '26-51', '52+']

/** Judges a presence row: its three shapes and nothing beside them. */
export function judgePresence(wire: { readonly [key: string]: unknown }): PresenceRecord | Reason {
  const fields = wire.fields as { readonly [key: string]: unknown } | undefined
  if (typeof fields !== 'object' || fields === null || hasMoreKeys(wire, 2)) return 'malformed'
  const { grain, gap, back, index } = fields
  if (grain === 'day' && GAPS.includes(gap as string) && !hasMoreKeys(fields, 2))
    return { name: PRESENCE, fields: { grain, gap: gap as string } }
  if (grain === 'week' && BACKS.includes(back as string) && INDEXES.includes(index as string))
    return hasMoreKeys(fields, 3)
      ? 'malformed'
      : { name: PRESENCE, fields: { grain, back: back as string, index: index as string } }
  if (grain === 'month' && !hasMoreKeys(fields, 1)) return { name: PRESENCE, fields: { grain } }
  return 'malformed'
}
