import type { FieldGate, FieldSpec } from './field-spec.ts'
import { bucketGate } from './fields/bucket.ts'
import { choiceGate } from './fields/choice.ts'
import { countGate } from './fields/count.ts'
import { durationGate } from './fields/duration.ts'
import { flagGate } from './fields/flag.ts'
import { hashGate } from './fields/hash.ts'
import { idGate } from './fields/id.ts'
import { measureGate } from './fields/measure.ts'
import { versionGate } from './fields/version.ts'

// The half of the table of field types that admits and judges. It is a table of its own because a program in the field carries
// this half and not the words, schemas and columns of the other.
const FIELD_GATES: ReadonlyMap<string, FieldGate> = /* @__PURE__ */ new Map<string, FieldGate>(
  [flagGate, countGate, measureGate, durationGate, bucketGate, choiceGate, versionGate, idGate, hashGate].map(
    // Each gate is called only with fields of its own kind, which the key guarantees.
    (gate) => [gate.kind, gate as unknown as FieldGate],
  ),
)

/** The gate of a declared field. Throws for a kind that `check` would have refused: our own broken promise. */
export function fieldGate(field: FieldSpec): FieldGate {
  const gate = FIELD_GATES.get(field.kind)
  if (gate === undefined)
    throw new Error(`No field type is called "${field.kind}"; \`plainsight check\` names the place.`)
  return gate
}
