import type { FieldSpec, WireValue } from './field-spec.ts'
import { CROWD_OF_A_LABEL, type CampaignSpec } from './fields/campaign.ts'
import type { SlugSpec } from './fields/slug.ts'
import { heldField } from './normal-event.ts'

/**
 * What of a value no client can decide, for it would have to know the others: whether a key is in the public catalogue, and whether
 * enough machines say the same label.
 */
export type Settlement =
  | { readonly kind: 'public-list'; readonly list: string; readonly atMost: number }
  | { readonly kind: 'crowd'; readonly machineDays: number; readonly atMost: number }

/** What the collector has still to decide of the values of a field; undefined for almost all fields. */
export function settlementOf(field: FieldSpec): Settlement | undefined {
  // Of what is masked there is nothing to decide.
  if (heldField(field) !== field) return undefined
  if (field.kind === 'slug') {
    const { publicList, atMost } = field as SlugSpec
    return { kind: 'public-list', list: publicList, atMost }
  }
  const { kind, values, atMost } = field as CampaignSpec
  if (kind !== 'campaign' || values !== undefined || atMost === undefined) return undefined
  return { kind: 'crowd', machineDays: CROWD_OF_A_LABEL, atMost }
}

/**
 * Settles a judged value before it is stored: a word that the collector does not let pass becomes `other`.
 * @param lets whether a word is in the catalogue, or was said on enough machine-days; where nothing is known, it answers false
 */
export function settleValue(
  field: FieldSpec,
  value: WireValue,
  lets: (settlement: Settlement, word: string) => boolean,
): WireValue {
  const settlement = settlementOf(field)
  if (settlement === undefined || value === 'other' || typeof value !== 'string') return value
  return lets(settlement, value) ? value : 'other'
}
