import type { FieldSpec, FieldType } from './field-spec.ts'
import { takeRareGates } from './field-gates.ts'
import { bucketType } from './fields/bucket.ts'
import { bytesType } from './fields/bytes.ts'
import { choiceType } from './fields/choice.ts'
import { choicesType } from './fields/choices.ts'
import { campaignType } from './fields/campaign.ts'
import { domainType } from './fields/domain.ts'
import { errorClassType } from './fields/error-class.ts'
import { slugType } from './fields/slug.ts'
import { textType } from './fields/text.ts'
import { maskedType } from './fields/masked.ts'
import { countType } from './fields/count.ts'
import { dayType } from './fields/day.ts'
import { durationType } from './fields/duration.ts'
import { flagType } from './fields/flag.ts'
import { hashType } from './fields/hash.ts'
import { hourType } from './fields/hour.ts'
import { idType } from './fields/id.ts'
import { measureType } from './fields/measure.ts'
import { moneyType } from './fields/money.ts'
import { scoreType } from './fields/score.ts'
import { tallyType } from './fields/tally.ts'
import { versionType } from './fields/version.ts'
import { routeType } from './fields/route.ts'
import { knownType } from './fields/known.ts'
import { rareGate } from './rare-gates.ts'

// Whoever knows the types can be asked for every gate.
takeRareGates(rareGate)

/** The table of field types. A new type is a file in `fields/`, a line here and in `rare-gates.ts`, and a file in `spec/vectors/fields/`. */
export const FIELD_TYPES: ReadonlyMap<string, FieldType> = /* @__PURE__ */ new Map<string, FieldType>(
  [
    flagType,
    countType,
    measureType,
    durationType,
    bucketType,
    choiceType,
    versionType,
    idType,
    hashType,
    moneyType,
    bytesType,
    scoreType,
    choicesType,
    tallyType,
    dayType,
    hourType,
    routeType,
    knownType,
    slugType,
    domainType,
    campaignType,
    errorClassType,
    textType,
  ].map((type) => [
    type.kind,
    // Each type is called only with fields of its own kind, which the key guarantees.
    type as unknown as FieldType,
  ]),
)

// Nobody declares it, so it is on no list.
const MASKED_TYPE = /* @__PURE__ */ maskedType(fieldType) as unknown as FieldType

/** The type of a declared field, or of a masked one. Throws for a kind that `check` would have refused: our own broken promise. */
export function fieldType(field: FieldSpec): FieldType {
  const type = field.kind === 'masked' ? MASKED_TYPE : FIELD_TYPES.get(field.kind)
  if (type === undefined)
    throw new Error(`No field type is called "${field.kind}"; \`plainsight check\` names the place.`)
  return type
}
