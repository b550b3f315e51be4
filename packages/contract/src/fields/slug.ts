import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { labelSchema, labelShape } from './label-shape.ts'

/** The key of an item of a public catalogue. */
export interface SlugSpec extends FieldSpec<'slug', string> {
  /** The catalogue's name, under which the collector holds its keys. */
  readonly publicList: string
  /** Most keys that the catalogue has: what the budget of bits counts. */
  readonly atMost: number
}

/** What a key looks like: words of small letters and digits joined by dashes, with one name space in front at most. */
const SLUG = '^(?:@?[a-z0-9]+(?:-[a-z0-9]+)*/)?[a-z0-9]+(?:-[a-z0-9]+)*$'
const LONGEST_SLUG = 80
/** Keys of a catalogue where the contract does not say. */
const MOST_KEYS = 1_000

/**
 * The key of an item that everybody can look up: a template, a plugin, an icon. The client holds its shape only, since catalogues are
 * long and grow daily; the collector holds the list, and makes the word `other` of every key that is not on it before a row is stored.
 * Only events of the class `public` take it.
 * @param doc which item, for the user page
 * @param options `publicList`: the catalogue, `[a-z][a-z0-9-]{0,30}`; `atMost`: how many keys it has at most, default 1 000, which the
 *   budget of bits counts
 */
export function slug(
  doc: string,
  options: Modifiers & { readonly publicList: string; readonly atMost?: number },
): SlugSpec {
  return freezeSpec({ kind: 'slug', doc, ...options, atMost: options.atMost ?? MOST_KEYS })
}

/** How keys of catalogues pass. */
export const slugGate: FieldGate<SlugSpec> = {
  kind: 'slug',
  admit() {
    const isSlug = labelShape(SLUG, LONGEST_SLUG)
    return (raw, note) => {
      if (typeof raw === 'string' && isSlug(raw)) return raw
      note.reason = 'other'
      return 'other'
    }
  },
  judge() {
    const isSlug = labelShape(SLUG, LONGEST_SLUG)
    return (wire) => (typeof wire !== 'string' ? 'off-type' : isSlug(wire) ? undefined : 'off-shape')
  },
  values: () => undefined,
}

/** How keys of catalogues are declared, stored and explained. */
export const slugType: FieldType<SlugSpec> = {
  ...slugGate,
  attributes: ['publicList', 'atMost'],
  problems(field) {
    const found: string[] = []
    if (typeof field.publicList !== 'string' || !/^[a-z][a-z0-9-]{0,30}$/.test(field.publicList))
      found.push('publicList has to name the catalogue, like [a-z][a-z0-9-]{0,30}')
    if (!Number.isInteger(field.atMost) || field.atMost < 2 || field.atMost > 1_000_000)
      found.push('atMost has to be a whole number from 2 to 1 000 000: the most keys that the catalogue has')
    return found
  },
  cells: (field) => field.atMost + 1,
  schema: () => labelSchema(SLUG, LONGEST_SLUG),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `the key of an item of the public catalogue ${field.publicList}; whatever is not in the catalogue is stored as the word other`,
}
