import type { Admit, FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { KNOWN_LISTS, knownList, type KnownList } from '../known-lists.ts'
import { quoteList } from '../quote-list.ts'
import { holdTo, narrowTo, onlyOf } from './narrowed.ts'

/** A public name off a published list. */
export interface KnownSpec extends FieldSpec<'known', string> {
  readonly of: string
  readonly edition: number
  /** The field whose value names the vendor where the name does not. */
  readonly vendorFrom?: string
  /** The list, as the lock keeps it; a contract as authored names it only. */
  readonly list?: KnownList
}

/**
 * A public name off a list that Plainsight publishes (`spec/known/KIND.json`). Names are compared in small letters, `_` as `-`, without
 * a date or the suffix of a fine-tune. A name that is not on the list is sent as its vendor with `-other`, else as `other`.
 * @param kind `model`, `driver`, `framework` or `mcp-client`
 * @param doc what is named, for the user page
 * @param options `vendorFrom`: the field beside it that names the vendor; `edition` of the list, default 1
 */
export function known(
  kind: 'model' | 'driver' | 'framework' | 'mcp-client',
  doc: string,
  options: Modifiers & { readonly vendorFrom?: string; readonly edition?: number } = {},
): KnownSpec {
  return freezeSpec({ kind: 'known', doc, ...options, of: kind, edition: options.edition ?? 1 })
}

const NONE: KnownList = { names: [], vendors: {}, aliases: {} }

/** The list of a field: the one that a lock froze, else the published one of its edition. */
export function listOf(field: KnownSpec): KnownList {
  return field.list ?? knownList(field.of, field.edition) ?? NONE
}

/** Every name that a list can give, its vendors with `-other` among them, without `other`. */
export function knownWords({ names, vendors }: KnownList): readonly string[] {
  return [...names, ...Object.keys(vendors).map((vendor) => `${vendor}-other`)]
}

function wordsOf(field: KnownSpec): readonly string[] {
  return [...(onlyOf(field) ?? knownWords(listOf(field))), 'other']
}

/** Longest beginning of a name that is looked at; no public name is longer. */
const LOOKED_AT = 200

// What a name may be without where it was served, when it was made, and for whom it was tuned; the longest first.
function bareNames(text: string): readonly string[] {
  const small = text.slice(0, LOOKED_AT).toLowerCase().replaceAll('_', '-').trim()
  const last = small.slice(small.lastIndexOf('/') + 1)
  const tuned = last.startsWith('ft:') ? last.slice(3) : last
  const whole = (/^[^:@]*/.exec(tuned) as RegExpExecArray)[0]
  return [whole, undated(whole), undated(whole.replace(/-v[0-9]{1,2}$/, ''))]
}

function undated(name: string): string {
  return name.replace(/-(?:[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}|latest)$/, '')
}

/** How public names pass. */
export const knownGate: FieldGate<KnownSpec> = {
  kind: 'known',
  admit(field) {
    const { names, vendors, aliases } = listOf(field)
    const accepted = new Set([...knownWords(listOf(field)), 'other'])
    const known = new Map([...names.map((name) => [name, name] as const), ...Object.entries(aliases)])
    const isVendor = (word: unknown): word is string => typeof word === 'string' && Object.hasOwn(vendors, word)
    const vendorOf = (text: string, bare: string): string | undefined => {
      const before = text.slice(0, LOOKED_AT).toLowerCase().split('/').find(isVendor)
      return before ?? Object.keys(vendors).find((vendor) => vendors[vendor]?.some((start) => bare.startsWith(start)))
    }
    const admitName: Admit = (raw, note, given) => {
      if (typeof raw === 'string') {
        if (accepted.has(raw)) return raw
        const bare = bareNames(raw)
        const start = (bare[0] as string).split('.')[0]
        // As a cloud serves it: `anthropic.claude-3-opus`.
        const served = isVendor(start) ? start : undefined
        const cut = served === undefined ? 0 : served.length + 1
        if (raw.length <= LOOKED_AT)
          for (const one of bare) {
            const name = known.get(one.slice(cut))
            if (name !== undefined) return name
          }
        const vendor = served ?? vendorOf(raw, bare[0] as string) ?? vendorBeside(field, given)
        note.reason = 'other'
        return isVendor(vendor) ? `${vendor}-other` : 'other'
      }
      note.reason = 'other'
      return 'other'
    }
    return holdTo(onlyOf(field), admitName, 'other')
  },
  judge(field) {
    const accepted = new Set<unknown>(wordsOf(field))
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: (field) => (onlyOf(field) === undefined ? undefined : wordsOf(field)),
  narrow: narrowTo,
}

// The vendor in the field beside; a getter that throws names none.
function vendorBeside(field: KnownSpec, given: unknown): string | undefined {
  if (field.vendorFrom === undefined || typeof given !== 'object' || given === null) return undefined
  try {
    const vendor = (given as { readonly [name: string]: unknown })[field.vendorFrom]
    return typeof vendor === 'string' && vendor.length <= 40 ? vendor.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

/** How public names are declared, stored and explained. */
export const knownType: FieldType<KnownSpec> = {
  ...knownGate,
  attributes: ['of', 'edition', 'vendorFrom', 'list'],
  words: (field) => knownWords(listOf(field)),
  problems(field) {
    if (knownList(field.of, field.edition) === undefined && field.list === undefined)
      return [
        `there is no list of ${JSON.stringify(field.of)} of the edition ${JSON.stringify(field.edition)}; there are ${quoteList(Object.keys(KNOWN_LISTS))}`,
      ]
    return field.vendorFrom === undefined || typeof field.vendorFrom === 'string'
      ? []
      : ['vendorFrom has to be the name of a field']
  },
  cells: (field) => wordsOf(field).length,
  schema: (field) => ({ enum: wordsOf(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `a public name off the published list of ${field.of}s (edition ${field.edition}, ${listOf(field).names.length} names); any other is sent as the word other, with its vendor where that is public`,
}
