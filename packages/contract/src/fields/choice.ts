import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'

/** One of a closed list of words. */
export interface ChoiceSpec<V extends string = string> extends FieldSpec<'choice', V | 'other'> {
  readonly values: readonly V[]
  readonly aliases?: { readonly [from: string]: string }
}

/** What a value of a choice may look like. */
export const CHOICE_VALUE: RegExp = /^[A-Za-z0-9][A-Za-z0-9 ._:+/-]{0,63}$/

// No value is longer, so nothing longer is looked up.
const LONGEST = 64

/**
 * One of a closed list of words. Anything else becomes `other`, so no free text can pass.
 * @param values the words, each `[A-Za-z0-9][A-Za-z0-9 ._:+/-]{0,63}`
 * @param doc what it says, for the user page
 * @param options `aliases`: other spellings → a word of the list
 */
export function choice<const V extends string>(
  values: readonly V[],
  doc: string,
  options: Modifiers & { readonly aliases?: { readonly [from: string]: NoInfer<V> } } = {},
): ChoiceSpec<V> {
  return freezeSpec({ kind: 'choice', doc, values: [...values], ...options })
}

/** How choices pass. */
export const choiceGate: FieldGate<ChoiceSpec> = {
  kind: 'choice',
  admit(field) {
    const taken = new Map<string, string>(field.values.map((value) => [value, value]))
    for (const [from, to] of Object.entries(field.aliases ?? {})) if (!taken.has(from)) taken.set(from, to)
    taken.set('other', 'other')
    return (raw, note) => {
      const value = typeof raw === 'string' && raw.length <= LONGEST ? taken.get(raw) : undefined
      if (value !== undefined) return value
      note.reason = 'other'
      return 'other'
    }
  },
  judge(field) {
    const accepted = new Set<unknown>(field.values)
    accepted.add('other')
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: choiceValues,
  narrow(field, only) {
    const aliases = Object.entries(field.aliases ?? {}).filter(([, to]) => only.includes(to))
    const values = field.values.filter((value) => only.includes(value))
    return { ...field, values, aliases: Object.fromEntries(aliases) }
  },
}

/** How choices are declared, stored and explained. */
export const choiceType: FieldType<ChoiceSpec> = {
  ...choiceGate,
  attributes: ['values', 'aliases'],
  problems(field) {
    const found: string[] = []
    if (!Array.isArray(field.values) || field.values.length === 0) return ['a choice needs at least one value']
    for (const value of field.values) {
      if (typeof value !== 'string' || !CHOICE_VALUE.test(value))
        found.push(`the value ${JSON.stringify(value)} has to look like [A-Za-z0-9][A-Za-z0-9 ._:+/-]{0,63}`)
    }
    if (new Set(field.values).size !== field.values.length) found.push('a value stands twice in the list')
    for (const [from, to] of Object.entries(field.aliases ?? {})) {
      if (from === 'other' || from.length > LONGEST)
        found.push(`the alias ${JSON.stringify(from)} has to be at most ${LONGEST} long and not the word other`)
      if (!field.values.includes(to))
        found.push(`the alias ${JSON.stringify(from)} leads to ${JSON.stringify(to)}, which is not on the list`)
    }
    return found
  },
  cells: (field) => choiceValues(field).length,
  schema: (field) => ({ enum: choiceValues(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) => `one of ${quoteList(field.values)}; anything else is sent as the word other`,
}

function choiceValues(field: ChoiceSpec): readonly string[] {
  return field.values.includes('other') ? field.values : [...field.values, 'other']
}
