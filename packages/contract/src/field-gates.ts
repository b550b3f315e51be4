import type { FieldGate, FieldSpec } from './field-spec.ts'
import { bucketGate } from './fields/bucket.ts'
import { choiceGate } from './fields/choice.ts'
import { countGate } from './fields/count.ts'
import { durationGate } from './fields/duration.ts'
import { flagGate } from './fields/flag.ts'
import { measureGate } from './fields/measure.ts'
import { versionGate } from './fields/version.ts'

// The half of the table of field types that admits and judges. It is a table of its own because a program in the field carries
// this half and not the words, schemas and columns of the other; and of this half only the types that almost every contract uses.
const FIELD_GATES: ReadonlyMap<string, FieldGate> = /* @__PURE__ */ new Map<string, FieldGate>(
  [flagGate, countGate, measureGate, durationGate, bucketGate, choiceGate, versionGate].map(
    // Each gate is called only with fields of its own kind, which the key guarantees.
    (gate) => [gate.kind, gate as unknown as FieldGate],
  ),
)

let rareGateOf: ((kind: string) => FieldGate | undefined) | undefined

/**
 * Says where the gates of the less common types are (`rare-gates.ts`). Whoever loads them with the others says so, and is believed
 * first; a program in the field says how to fetch them, and is asked only when a contract needs one.
 */
export function takeRareGates(lookup: (kind: string) => FieldGate | undefined): void {
  rareGateOf ??= lookup
}

/** The gate of a declared field. Throws for a kind that `check` would have refused: our own broken promise. */
export function fieldGate(field: FieldSpec): FieldGate {
  const gate = FIELD_GATES.get(field.kind) ?? rareGateOf?.(field.kind)
  if (gate === undefined) throw new Error(`No field type is called "${field.kind}".`)
  return gate
}
