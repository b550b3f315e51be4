import { flaw, type RecordFlaw } from './record-flaw.ts'
import { PRESENCE, type PresenceRecord } from './wire-record.ts'

/** Days since the machine's last one. */
export const GAPS: readonly string[] = ['first', '1', '2', '3', '4', '5', '6', '7+']
/** Weeks since the machine's last one. */
export const BACKS: readonly string[] = ['first', '1', '2', '3', '4+']
/** Weeks since the machine's first one. */
export const INDEXES: readonly string[] = ['0', '1', '2', '3', '4', '5-8', '9-12', '13-25', '26-51', '52+']

/** Judges a presence row: its three shapes and nothing beside them. */
export function judgePresence(wire: { readonly [key: string]: unknown }): PresenceRecord | RecordFlaw {
  const fields = wire.fields as { readonly [key: string]: unknown } | undefined
  if (typeof fields !== 'object' || fields === null) return flaw('malformed')
  if (Object.keys(wire).length !== 2) return flaw('malformed')
  const { grain, gap, back, index } = fields
  const size = Object.keys(fields).length
  if (grain === 'day' && size === 2 && GAPS.includes(gap as string))
    return { name: PRESENCE, fields: { grain, gap: gap as string } }
  if (grain === 'week' && size === 3 && BACKS.includes(back as string) && INDEXES.includes(index as string))
    return { name: PRESENCE, fields: { grain, back: back as string, index: index as string } }
  if (grain === 'month' && size === 1) return { name: PRESENCE, fields: { grain } }
  return flaw('malformed')
}
