import {
  ENVIRONMENT,
  PRESENCE,
  type EnvironmentRecord,
  type PresenceRecord,
  type WireRecord,
} from '@plainsight/contract/judge'

/** Whether a kept record is a presence row. */
export function isPresence(record: WireRecord): record is PresenceRecord {
  return record.name === PRESENCE
}

/** Whether a kept record is a context value alone. */
export function isEnvironment(record: WireRecord): record is EnvironmentRecord {
  return record.name === ENVIRONMENT
}
