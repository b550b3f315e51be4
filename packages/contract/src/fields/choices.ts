import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { choiceGate, choiceType, type ChoiceSpec } from './choice.ts'

/** Several of a closed list of words. */
export interface ChoicesSpec<V extends string = string> extends FieldSpec<'choices', readonly (V | 'other')[]> {
  readonly values: readonly V[]
  readonly aliases?: { readonly [from: string]: string }
  /** Most words that one value holds. */
  readonly max: number
}

/** Words that a value holds where the contract does not say: more would tell machines apart. */
export const MOST_WORDS = 8

/** Largest `max`: a set of more words is a fingerprint. */
const LARGEST_MAX = 32

/** Most words on a list of which sets are made. */
const LONGEST_LIST = 200

/** Items looked at: what admitting costs is bounded, however long the list that was given. */
export const LOOKED_AT = 256

/**
 * Several of a closed list of words: a set, sorted, possibly empty. Anything that is not on the list becomes the one word `other`.
 * @param values the words, each as in `choice`
 * @param doc what they say, for the user page
 * @param options `max`: most words that one value holds (default 8, at most 32), the others are cut off in the order of their letters;
 *   `aliases` as in `choice`
 */
export function choices<const V extends string>(
  values: readonly V[],
  doc: string,
  options: Modifiers & {
    readonly max?: number
    readonly aliases?: { readonly [from: string]: NoInfer<V> }
  } = {},
): ChoicesSpec<V> {
  return freezeSpec({ kind: 'choices', doc, values: [...values], ...options, max: options.max ?? MOST_WORDS })
}

/** What sets and tallies are made of: their list as a choice. */
export function wordsOf(field: {
  readonly values: readonly string[]
  readonly aliases?: { readonly [from: string]: string }
}): ChoiceSpec {
  const { values, aliases } = field
  return { kind: 'choice', doc: '', values, ...(aliases === undefined ? {} : { aliases }) }
}

/** How sets of words pass. */
export const choicesGate: FieldGate<ChoicesSpec> = {
  kind: 'choices',
  admit(field, ports, event) {
    const admitWord = choiceGate.admit(wordsOf(field), ports, event)
    return (raw, note) => {
      try {
        if (!Array.isArray(raw)) {
          note.reason = 'off-type'
          return undefined
        }
        const words = new Set<string>()
        for (let i = 0; i < raw.length && i < LOOKED_AT; i++) words.add(admitWord(raw[i], note) as string)
        const sorted = [...words].sort()
        if (raw.length > LOOKED_AT || sorted.length > field.max) note.reason = 'truncated'
        return sorted.slice(0, field.max)
      } catch {
        note.reason = 'hostile'
        return undefined
      }
    }
  },
  judge(field) {
    const judgeWord = choiceGate.judge(wordsOf(field))
    return (wire) => {
      try {
        if (!Array.isArray(wire)) return 'off-type'
        if (wire.length > field.max) return 'off-shape'
        let before = ''
        for (let i = 0; i < wire.length; i++) {
          const word: unknown = wire[i]
          const reason = judgeWord(word)
          if (reason !== undefined) return reason
          if ((word as string) <= before) return 'off-shape'
          before = word as string
        }
        return undefined
      } catch {
        return 'off-type'
      }
    }
  },
  values: () => undefined,
}

/** How sets of words are declared, stored and explained. */
export const choicesType: FieldType<ChoicesSpec> = {
  ...choicesGate,
  attributes: ['values', 'aliases', 'max'],
  problems: (field) => setProblems(field),
  cells: (field) => countSets(choiceType.cells(wordsOf(field)), field.max, 1),
  // That the words are sorted is not to be said in a schema.
  schema: (field) => ({
    type: 'array',
    items: choiceType.schema(wordsOf(field)),
    uniqueItems: true,
    maxItems: field.max,
  }),
  column: () => ({ type: 'Array(LowCardinality(String))' }),
  sentence: (field) => `up to ${field.max} words, each ${choiceType.sentence(wordsOf(field))}`,
}

/** What is said against a declaration of sets or tallies of words. */
export function setProblems(field: {
  readonly values: readonly string[]
  readonly aliases?: { readonly [from: string]: string }
  readonly max: number
}): string[] {
  const found = choiceType.problems(wordsOf(field))
  if (Array.isArray(field.values) && field.values.length > LONGEST_LIST)
    found.push(`the list has ${field.values.length} words, and ${LONGEST_LIST} are allowed`)
  if (!Number.isInteger(field.max) || field.max < 1 || field.max > LARGEST_MAX)
    found.push(`max has to be a whole number from 1 to ${LARGEST_MAX}: the most words that one value holds`)
  return found
}

/**
 * How many sets of at most `most` out of `words` there are, when each word in it can have `each` values: the sum over k of
 * C(words, k) · each^k.
 */
export function countSets(words: number, most: number, each: number): number {
  let total = 1
  let ofSize = 1
  for (let k = 1; k <= Math.min(words, most); k++) {
    ofSize = ((ofSize * (words - k + 1)) / k) * each
    total += ofSize
  }
  return total
}
