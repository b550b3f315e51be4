import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import {
  countSets,
  declareWords,
  listedWords,
  LOOKED_AT,
  MOST_WORDS,
  narrowWords,
  setProblems,
  wordGate,
  wordsOf,
  wordType,
  type KnownWords,
  type WordList,
} from './word-list.ts'

/** Several of a closed list of words. */
export interface ChoicesSpec<V extends string = string>
  extends FieldSpec<'choices', readonly (V | 'other')[]>, WordList<V> {}

/**
 * Several of a closed list of words: a set, sorted, possibly empty. Anything that is not on the list becomes the one word `other`.
 * @param words the words, each as in `choice`; or `{ known: 'driver' }`: the public names of a published list, in any spelling that the
 *   type `known` takes
 * @param doc what they say, for the user page
 * @param options `max`: most words that one value holds (default 8, at most 32), the others are cut off in the order of their letters;
 *   `aliases` as in `choice`
 */
export function choices<const V extends string>(
  words: readonly V[],
  doc: string,
  options?: Modifiers & {
    readonly max?: number
    readonly aliases?: { readonly [from: string]: NoInfer<V> }
  },
): ChoicesSpec<V>
export function choices(words: KnownWords, doc: string, options?: Modifiers & { readonly max?: number }): ChoicesSpec
export function choices(
  words: readonly string[] | KnownWords,
  doc: string,
  options: Modifiers & { readonly max?: number; readonly aliases?: { readonly [from: string]: string } } = {},
): ChoicesSpec {
  return freezeSpec({ kind: 'choices', doc, ...declareWords(words), ...options, max: options.max ?? MOST_WORDS })
}

/** How sets of words pass. */
export const choicesGate: FieldGate<ChoicesSpec> = {
  kind: 'choices',
  admit(field, ports, event) {
    const words = wordsOf(field)
    const admitWord = wordGate(words).admit(words, ports, event)
    return (raw, note) => {
      try {
        if (!Array.isArray(raw)) {
          note.reason = 'off-type'
          return undefined
        }
        const found = new Set<string>()
        for (let i = 0; i < raw.length && i < LOOKED_AT; i++) found.add(admitWord(raw[i], note) as string)
        const sorted = [...found].sort()
        if (raw.length > LOOKED_AT || sorted.length > field.max) note.reason = 'truncated'
        return sorted.slice(0, field.max)
      } catch {
        note.reason = 'hostile'
        return undefined
      }
    }
  },
  judge(field) {
    const words = wordsOf(field)
    const judgeWord = wordGate(words).judge(words)
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
  narrow: narrowWords,
}

/** How sets of words are declared, stored and explained. */
export const choicesType: FieldType<ChoicesSpec> = {
  ...choicesGate,
  attributes: ['values', 'aliases', 'known', 'edition', 'list', 'max'],
  words: listedWords,
  problems: setProblems,
  cells(field) {
    const words = wordsOf(field)
    return countSets(wordType(words).cells(words), field.max, 1)
  },
  // That the words are sorted is not to be said in a schema.
  schema(field) {
    const words = wordsOf(field)
    return { type: 'array', items: wordType(words).schema(words), uniqueItems: true, maxItems: field.max }
  },
  column: () => ({ type: 'Array(LowCardinality(String))' }),
  sentence(field) {
    const words = wordsOf(field)
    return `up to ${field.max} words, each ${wordType(words).sentence(words)}`
  },
}
