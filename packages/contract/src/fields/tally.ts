import type { FieldGate, FieldSpec, FieldType, Modifiers, Note, WireValue } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'
import { countRounded } from '../round-digits.ts'
import { countGate, countType, type CountSpec } from './count.ts'
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

/** How often each of a closed list of words. */
export interface TallySpec<V extends string = string>
  extends FieldSpec<'tally', { readonly [word in V | 'other']?: number }>, WordList<V> {
  /** Largest count of one word. */
  readonly upTo: number
}

/**
 * How often each of a closed list of words: word → count, two significant digits above 99. What is not on the list is added up under
 * the word `other`; a count of zero is left out.
 * @param words the words, each as in `choice`; or `{ known: 'driver' }`: the public names of a published list, in any spelling that the
 *   type `known` takes
 * @param doc what is counted, for the user page
 * @param options `max`: most words that one value holds (default 8, at most 32), those with the largest counts; `upTo`: the largest
 *   count of one word (default 10 000); `aliases` as in `choice`
 */
export function tally<const V extends string>(
  words: readonly V[],
  doc: string,
  options?: Modifiers & {
    readonly max?: number
    readonly upTo?: number
    readonly aliases?: { readonly [from: string]: NoInfer<V> }
  },
): TallySpec<V>
export function tally(
  words: KnownWords,
  doc: string,
  options?: Modifiers & { readonly max?: number; readonly upTo?: number },
): TallySpec
export function tally(
  words: readonly string[] | KnownWords,
  doc: string,
  options: Modifiers & {
    readonly max?: number
    readonly upTo?: number
    readonly aliases?: { readonly [from: string]: string }
  } = {},
): TallySpec {
  return freezeSpec({
    kind: 'tally',
    doc,
    ...declareWords(words),
    ...options,
    max: options.max ?? MOST_WORDS,
    upTo: options.upTo ?? 10_000,
  })
}

function countOf(field: TallySpec): CountSpec {
  return { kind: 'count', doc: '', min: 1, max: field.upTo }
}

type Counts = { readonly [word: string]: unknown }

/** How tallies pass. */
export const tallyGate: FieldGate<TallySpec> = {
  kind: 'tally',
  admit(field, ports, event) {
    const words = wordsOf(field)
    const admitWord = wordGate(words).admit(words, ports, event)
    const admitCount = countGate.admit(countOf(field), ports, event)
    return (raw, note) => {
      try {
        if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
          note.reason = 'off-type'
          return undefined
        }
        const sums = addUp(raw as Counts, admitWord, note)
        const counted: [word: string, count: number][] = []
        for (const [word, sum] of sums)
          // What was counted no time is left out; less than that is a mistake.
          if (sum !== 0) counted.push([word, admitCount(sum, note) as number])
        if (counted.length > field.max) note.reason = 'truncated'
        counted.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        return Object.fromEntries(counted.slice(0, field.max).sort(([a], [b]) => (a < b ? -1 : 1)))
      } catch {
        note.reason = 'hostile'
        return undefined
      }
    }
  },
  judge(field) {
    const list = wordsOf(field)
    const judgeWord = wordGate(list).judge(list)
    const judgeCount = countGate.judge(countOf(field))
    return (wire) => {
      try {
        if (!isPlain(wire)) return 'off-type'
        const words = Object.keys(wire)
        if (words.length > field.max) return 'off-shape'
        for (const word of words) {
          const reason = judgeWord(word) ?? judgeCount((wire as Counts)[word])
          if (reason !== undefined) return reason
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

function addUp(
  raw: Counts,
  admitWord: (raw: unknown, note: Note) => WireValue | undefined,
  note: Note,
): Map<string, number> {
  const sums = new Map<string, number>()
  const words = Object.keys(raw)
  if (words.length > LOOKED_AT) note.reason = 'truncated'
  for (let i = 0; i < words.length && i < LOOKED_AT; i++) {
    const n = raw[words[i] as string]
    if (typeof n !== 'number' || !Number.isFinite(n)) note.reason = 'off-type'
    else {
      const word = admitWord(words[i], note) as string
      sums.set(word, bounded((sums.get(word) ?? 0) + bounded(n)))
    }
  }
  return sums
}

// Not of a class, which could write itself as JSON of its own.
function isPlain(wire: unknown): wire is Counts {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) return false
  const prototype: unknown = Object.getPrototypeOf(wire)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

// Far beyond every range, and never endless: two endless numbers can make one that is none.
function bounded(n: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(-Number.MAX_SAFE_INTEGER, n))
}

/** How tallies are declared, stored and explained. */
export const tallyType: FieldType<TallySpec> = {
  ...tallyGate,
  attributes: ['values', 'aliases', 'known', 'edition', 'list', 'max', 'upTo'],
  words: listedWords,
  problems(field) {
    const found = setProblems(field)
    if (!Number.isInteger(field.upTo) || field.upTo < 2 || field.upTo >= 2 ** 32)
      found.push('upTo has to be a whole number from 2 to 4 294 967 295: the largest count of one word')
    return found
  },
  cells: (field) => setsOf(field, countRounded(1, field.upTo)),
  schema(field) {
    const words = wordsOf(field)
    return {
      type: 'object',
      propertyNames: wordType(words).schema(words),
      additionalProperties: countType.schema(countOf(field)),
      maxProperties: field.max,
    }
  },
  column: () => ({ type: 'Map(LowCardinality(String), UInt32)' }),
  sentence: (field) =>
    `how often each of ${field.known === undefined ? quoteList(field.values ?? []) : `the published list of ${field.known}s (edition ${field.edition})`}, to two significant digits, up to ${field.max} of them; anything else is counted as the word other`,
}

function setsOf(field: TallySpec, each: number): number {
  const words = wordsOf(field)
  return countSets(wordType(words).cells(words), field.max, each)
}

/** Which words a tally names: what of it counts in the budget of bits, where counts do not. */
export function tallySets(field: TallySpec): number {
  return setsOf(field, 1)
}
