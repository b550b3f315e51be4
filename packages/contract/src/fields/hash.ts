import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'

/** A value of which only a keyed hash leaves. */
export interface HashSpec extends FieldSpec<'hash', string> {
  readonly of: string
}

const WIRE = /^[0-9a-f]{32}$/

// Longer than any path or name that has a use; hashing costs by length, and what admitting costs is bounded by the contract.
const LONGEST = 4_096

/**
 * A value of which only a keyed hash leaves, made with this machine's own secret for the event's period (privacy.md, 1): nobody
 * else can make it, and it changes with the period. Texts of 1 to 4 096 UTF-16 units are taken; others are left out.
 * @param kind what is hashed, `[a-z][a-z0-9-]{0,30}`; equal values of unlike kinds give unlike hashes
 * @param doc what it says, for the user page
 */
export function hash(kind: string, doc: string, options: Modifiers = {}): HashSpec {
  return freezeSpec({ kind: 'hash', doc, ...options, of: kind })
}

/** How hashes pass. */
export const hashGate: FieldGate<HashSpec> = {
  kind: 'hash',
  admit(field, ports, event) {
    return (raw, note) => {
      if (typeof raw !== 'string' || raw === '' || raw.length > LONGEST) {
        note.reason = typeof raw === 'string' ? 'off-shape' : 'off-type'
        return undefined
      }
      return ports.hash?.(field.of, raw, event)
    }
  },
  judge: () => (wire) => (typeof wire !== 'string' ? 'off-type' : WIRE.test(wire) ? undefined : 'off-shape'),
  values: () => undefined,
}

/** How hashes are declared, stored and explained. */
export const hashType: FieldType<HashSpec> = {
  ...hashGate,
  attributes: ['of'],
  problems: (field) =>
    typeof field.of === 'string' && /^[a-z][a-z0-9-]{0,30}$/.test(field.of)
      ? []
      : ['the kind of a hash has to look like [a-z][a-z0-9-]{0,30}'],
  cells: () => Infinity,
  schema: () => ({ type: 'string', pattern: WIRE.source }),
  column: () => ({ type: 'String', codec: 'ZSTD(1)' }),
  sentence: (field) => `a keyed hash of the ${field.of}; the key never leaves this machine`,
}
