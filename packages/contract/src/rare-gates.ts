import type { FieldGate } from './field-spec.ts'
import { bytesGate } from './fields/bytes.ts'
import { choicesGate } from './fields/choices.ts'
import { dayGate } from './fields/day.ts'
import { hashGate } from './fields/hash.ts'
import { hourGate } from './fields/hour.ts'
import { idGate } from './fields/id.ts'
import { moneyGate } from './fields/money.ts'
import { scoreGate } from './fields/score.ts'
import { tallyGate } from './fields/tally.ts'
import { routeGate } from './fields/route.ts'
import { knownGate } from './fields/known.ts'
import { slugGate } from './fields/slug.ts'
import { domainGate } from './fields/domain.ts'
import { campaignGate } from './fields/campaign.ts'
import { errorClassGate } from './fields/error-class.ts'
import { textGate } from './fields/text.ts'
import { maskedGate } from './fields/masked-gate.ts'

/**
 * The gates of the types that few contracts use. A station that judges holds all of them; a program in the field loads them with
 * the first event that needs one, so that counting by the common types carries none.
 */
const RARE_GATES: ReadonlyMap<string, FieldGate> = /* @__PURE__ */ new Map<string, FieldGate>(
  [
    idGate,
    hashGate,
    moneyGate,
    bytesGate,
    scoreGate,
    choicesGate,
    tallyGate,
    dayGate,
    hourGate,
    routeGate,
    knownGate,
    slugGate,
    domainGate,
    campaignGate,
    errorClassGate,
    textGate,
    maskedGate,
  ].map(
    // Each gate is called only with fields of its own kind, which the key guarantees.
    (gate) => [gate.kind, gate as unknown as FieldGate],
  ),
)

/** The gate of a type that few contracts use; undefined for any other. */
export function rareGate(kind: string): FieldGate | undefined {
  return RARE_GATES.get(kind)
}
