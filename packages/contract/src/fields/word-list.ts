import type { FieldGate, FieldSpec, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import type { KnownList } from '../known-lists.ts'
import { choiceGate, choiceType, type ChoiceSpec } from './choice.ts'
import { knownGate, knownType, type KnownSpec } from './known.ts'
import { narrowTo, onlyOf } from './narrowed.ts'

// What sets and tallies of words are made of: a list of the author's own, or a published list of public names.

/** Names a published list of public names (`spec/known/KIND.json`). */
export interface KnownWords {
  readonly known: 'model' | 'driver' | 'framework' | 'mcp-client'
  /** Edition of the list, default 1. */
  readonly edition?: number
}

/** The words of a set or a tally, as declared. */
export interface WordList<V extends string = string> {
  /** The words, where the author lists them. */
  readonly values?: readonly V[]
  /** Other spellings → a word of `values`. */
  readonly aliases?: { readonly [from: string]: string }
  /** The kind of public names, where the words are those of a published list. */
  readonly known?: string
  readonly edition?: number
  /** The published list, as the lock keeps it. */
  readonly list?: KnownList
  /** Most words that one value holds. */
  readonly max: number
}

/** Words that a value holds where the contract does not say: more would tell machines apart. */
export const MOST_WORDS = 8

/** Largest `max`: a set of more words is a fingerprint. */
const LARGEST_MAX = 32

/** Most words on a list of one's own of which sets are made. */
const LONGEST_LIST = 200

/** Items looked at: what admitting costs is bounded, however long the list that was given. */
export const LOOKED_AT = 256

/** What an author gives for the words, as the declaration holds it. */
export function declareWords<V extends string>(
  words: readonly V[] | KnownWords,
): Pick<WordList<V>, 'values'> | Pick<WordList<V>, 'known' | 'edition'> {
  return 'known' in words ? { known: words.known, edition: words.edition ?? 1 } : { values: [...words] }
}

/** One word of a set or a tally, as a field of its own. */
export function wordsOf(field: WordList): ChoiceSpec | KnownSpec {
  const { values = [], aliases, known, edition = 1, list } = field
  if (known === undefined) return { kind: 'choice', doc: '', values, ...(aliases === undefined ? {} : { aliases }) }
  const words: KnownSpec = { kind: 'known', doc: '', of: known, edition, ...(list === undefined ? {} : { list }) }
  const only = onlyOf(field as unknown as FieldSpec)
  return only === undefined ? words : narrowTo(words, only)
}

/** How one word passes. */
export function wordGate(words: FieldSpec): FieldGate {
  return (words.kind === 'known' ? knownGate : choiceGate) as unknown as FieldGate
}

/** How one word is said and counted. */
export function wordType(words: FieldSpec): FieldType {
  return (words.kind === 'known' ? knownType : choiceType) as unknown as FieldType
}

/** Every word that a set or a tally can hold, without `other`. */
export function listedWords(field: WordList): readonly string[] {
  const words = wordsOf(field)
  return words.kind === 'known' ? (knownType.words?.(words) ?? []) : words.values
}

/** Narrows a set or a tally to some of its words. */
export function narrowWords<F extends FieldSpec & WordList>(field: F, only: readonly string[]): F {
  if (field.known !== undefined) return narrowTo(field, only)
  const { values = [], aliases = {} } = field
  return freezeSpec({
    ...field,
    values: values.filter((value) => only.includes(value)),
    aliases: Object.fromEntries(Object.entries(aliases).filter(([, to]) => only.includes(to))),
  })
}

/** What is said against a declaration of sets or tallies of words. */
export function setProblems(field: WordList): string[] {
  if ((field.values === undefined) === (field.known === undefined))
    return ['it has either words of its own or a published list']
  if (field.known !== undefined && field.aliases !== undefined)
    return ['a published list brings its own spellings; leave aliases out']
  const words = wordsOf(field)
  const found = wordType(words).problems(words)
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
