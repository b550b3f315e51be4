import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'
import { labelSchema, labelShape } from './label-shape.ts'

/** A label out of one of the maintainer's own links. */
export interface CampaignSpec extends FieldSpec<'campaign', string> {
  /** The labels, where all of them are known. */
  readonly values?: readonly string[]
  /** Most labels that the collector keeps apart, where they are not. */
  readonly atMost?: number
}

/** What a label may look like. */
const LABEL = '^[A-Za-z0-9._~ -]+$'
const LONGEST_LABEL = 120
const MOST_LABELS = 1_000
/** Machine-days under which the collector keeps no label of an open list: one link sent to one person is one. */
export const CROWD_OF_A_LABEL = 20

/**
 * A label that the maintainer wrote into a link: the source, the medium or the name of a campaign. Anything that looks like an id, and
 * anything of another shape, becomes `other`.
 * @param labels the labels, in any case; or `{ atMost }`: any label, of which the collector keeps those that came up on at least 20
 *   machine-days, the most frequent first, and makes `other` of all others
 * @param doc which label, for the user page
 */
export function campaign(
  labels: readonly string[] | { readonly atMost: number },
  doc: string,
  options: Modifiers = {},
): CampaignSpec {
  const own = 'atMost' in labels ? { atMost: labels.atMost } : { values: [...labels] }
  return freezeSpec({ kind: 'campaign', doc, ...own, ...options })
}

function listOf(field: CampaignSpec): readonly string[] | undefined {
  const { values } = field
  return values === undefined || values.includes('other') ? values : [...values, 'other']
}

/** How labels pass. */
export const campaignGate: FieldGate<CampaignSpec> = {
  kind: 'campaign',
  admit(field) {
    const listed = listOf(field)
    const known = listed && new Map(listed.map((label) => [label.toLowerCase(), label]))
    const isLabel = labelShape(LABEL, LONGEST_LABEL)
    return (raw, note) => {
      if (typeof raw === 'string' && raw.length <= LONGEST_LABEL) {
        const label = known === undefined ? (isLabel(raw) ? raw : undefined) : known.get(raw.toLowerCase())
        if (label !== undefined) return label
      }
      note.reason = 'other'
      return 'other'
    }
  },
  judge(field) {
    const listed = listOf(field)
    if (listed !== undefined) {
      const accepted = new Set<unknown>(listed)
      return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
    }
    const isLabel = labelShape(LABEL, LONGEST_LABEL)
    return (wire) => (typeof wire !== 'string' ? 'off-type' : isLabel(wire) ? undefined : 'off-shape')
  },
  values: listOf,
  narrow: (field, only) =>
    field.values === undefined
      ? field
      : freezeSpec({ ...field, values: field.values.filter((value) => only.includes(value)) }),
}

/** How labels are declared, stored and explained. */
export const campaignType: FieldType<CampaignSpec> = {
  ...campaignGate,
  attributes: ['values', 'atMost'],
  words: (field) => field.values ?? [],
  problems(field) {
    const { values, atMost } = field
    if ((values === undefined) === (atMost === undefined)) return ['it has either its labels or atMost']
    if (atMost !== undefined)
      return Number.isInteger(atMost) && atMost >= 2 && atMost <= MOST_LABELS
        ? []
        : [`atMost has to be a whole number from 2 to ${MOST_LABELS}: the most labels that are kept apart`]
    if (!Array.isArray(values) || values.length === 0) return ['a campaign needs at least one label']
    const found: string[] = []
    const isLabel = labelShape(LABEL, LONGEST_LABEL)
    if (values.length > MOST_LABELS) found.push(`the list has ${values.length} labels, and ${MOST_LABELS} are allowed`)
    for (const value of values) {
      if (typeof value !== 'string' || !isLabel(value))
        found.push(
          `the label ${JSON.stringify(value)} has to be at most 120 of the characters A-Z a-z 0-9 . _ ~ - and space, and look like no id`,
        )
    }
    if (new Set(values.map((value) => String(value).toLowerCase())).size !== values.length)
      found.push('a label stands twice in the list')
    if (values.some((value) => value !== 'other' && String(value).toLowerCase() === 'other'))
      found.push('the word other is written in small letters')
    return found
  },
  cells: (field) => listOf(field)?.length ?? (field.atMost as number) + 1,
  schema(field) {
    const listed = listOf(field)
    return listed === undefined ? labelSchema(LABEL, LONGEST_LABEL) : { enum: listed }
  },
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    field.values === undefined
      ? `a label out of one of the maintainer’s own links, nothing that looks like an id; only labels that came up on ${CROWD_OF_A_LABEL} machine-days are stored, at most ${field.atMost}, any other as the word other`
      : `which of ${quoteList(field.values)} stands in the maintainer’s own link; anything else is sent as the word other`,
}
