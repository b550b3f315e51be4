/**
 * The closed list of reasons, each with its sentence. `spec/reasons.json` is this list for every other language; a test
 * holds the two together.
 */
export const REASONS = {
  // A record was dropped.
  'unknown-event': 'No event of this name is declared for this contract version.',
  'unknown-version': 'This contract version is not accepted here.',
  'missing-field': 'A required field is absent or was left out.',
  'wrong-source': 'The event is not declared for this source.',
  'service-only': 'The event is taken only from a verified service.',
  'expired-event': 'The event has expired.',
  disabled: 'The event was switched off.',
  'too-old': 'The day lies more than 30 days back.',
  'too-new': 'The day lies in the future.',
  duplicate: 'The same record is already stored.',
  stopped: 'The maintainer has stopped this contract or version.',
  malformed: 'The record has not the shape of its kind.',
  'over-limit': 'A count is larger than the limit.',
  capped: 'Too many new machines came from one network on one day.',
  'not-consented': 'The event was not part of what the user agreed to.',
  // A value was left out.
  'unknown-field': 'The field is not declared for this event.',
  'off-shape': 'The text has not the shape of its type.',
  'off-type': 'The value is of another type.',
  'out-of-range': 'The number lies outside the declared range.',
  'not-on-list': 'The value is not on the declared list.',
  hostile: 'Reading the value threw an error.',
  // A value was changed.
  other: 'The value was not on the list and became "other".',
  clamped: 'The number was moved to the nearer end of its range.',
  rounded: 'The number was rounded to a whole one.',
  truncated: 'The list was cut to its declared length.',
  masked: 'The value was masked.',
  // Only a client says these.
  sampled: 'The record fell out of the sample.',
  evicted: 'The record made room for newer ones.',
  combinations: 'More combinations were counted than one process keeps.',
  expired: 'The batch could not be delivered within 30 days.',
  torn: 'A spool line could not be read.',
} as const

/** Why a record was dropped, a value left out or changed. */
export type Reason = keyof typeof REASONS

/** Whether a string is one of the closed list of reasons. */
export function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && Object.hasOwn(REASONS, value)
}
