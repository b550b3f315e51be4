import { PRESENCE, type PresenceRecord, type WireRecord } from '@plainsight/contract/judge'

/** Whether a kept record is a presence row. */
export function isPresence(record: WireRecord): record is PresenceRecord {
  return record.name === PRESENCE
}
