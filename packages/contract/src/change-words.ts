import type { ChangeClass } from './change.ts'
import type { ChangeRule } from './change-rule.ts'
import { isSame } from './change-rule.ts'

/** Nothing to tell: versions, reviews, and the marks that say when something came. */
export const unsaid: ChangeRule<unknown> = () => {}

/** A text that explains and decides nothing. */
export function worded(noun: string): ChangeRule<string | undefined> {
  return (before, after, { subject, tell }) => {
    if (after === undefined) tell('removed', 'compatible', `${subject} no longer gives ${noun}.`)
    else if (before === undefined) tell('added', 'compatible', `${subject} gives ${noun}: ${quoted(after)}.`)
    else tell('changed', 'compatible', `${subject} words ${noun} anew: ${quoted(after)}, before ${quoted(before)}.`)
  }
}

/** A list of words that explain and decide nothing. */
export function listed(noun: string): ChangeRule<readonly string[]> {
  return (before, after, { subject, tell }) => {
    const { added, removed } = compareLists(before, after)
    const parts = [
      ...(added.length > 0 ? [`gains ${codes(added)}`] : []),
      ...(removed.length > 0 ? [`loses ${codes(removed)}`] : []),
    ]
    tell(
      'changed',
      'compatible',
      `${subject}: the list of ${noun} ${parts.join(' and ') || 'stands in another order'}.`,
    )
  }
}

/** What a list gains and loses, as classes and sentences. */
export interface ListWords {
  readonly added: readonly [of: ChangeClass, says: (subject: string, words: string) => string]
  readonly removed: readonly [of: ChangeClass, says: (subject: string, words: string) => string]
}

/** A list of words each of which means something; their order means nothing. */
export function setOf({ added, removed }: ListWords): ChangeRule<readonly string[]> {
  return (before, after, { subject, tell }) => {
    const lists = compareLists(before, after)
    for (const word of lists.added) tell('added', added[0], added[1](subject, `\`${word}\``), [word])
    for (const word of lists.removed) tell('removed', removed[0], removed[1](subject, `\`${word}\``), [word])
    if (lists.added.length + lists.removed.length === 0)
      tell('changed', 'compatible', `${subject} gives the same list in another order.`)
  }
}

/** Steps from the tightest to the loosest, and how a move either way is classed and said. */
export interface ScaleWords<V> {
  readonly looser: readonly [of: ChangeClass, says: (subject: string, after: V, before: V) => string]
  readonly tighter: readonly [of: ChangeClass, says: (subject: string, after: V, before: V) => string]
}

/**
 * A property whose values are ordered.
 * @param rank the larger the looser; NaN for a value that stands in no order, which is never taken for the tighter one
 */
export function scaled<V>(rank: (value: V) => number, { looser, tighter }: ScaleWords<V>): ChangeRule<V> {
  return (before, after, { subject, tell }) => {
    const isTighter = rank(after) < rank(before)
    const [of, says] = isTighter ? tighter : looser
    tell(isTighter ? 'tighter' : 'looser', of, says(subject, after, before))
  }
}

/** The rank of a word on a list that goes from the tightest to the loosest; NaN for a word that is not on it. */
export function placeIn(order: readonly string[]): (word: string | undefined) => number {
  return (word) => {
    const place = order.indexOf(word ?? '')
    return place === -1 ? Number.NaN : place
  }
}

/** Words that came and words that went, sorted. */
export function compareLists(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [old, now] = [before ?? [], after ?? []]
  return {
    added: [...new Set(now.filter((word) => !old.includes(word)))].sort(),
    removed: [...new Set(old.filter((word) => !now.includes(word)))].sort(),
  }
}

/** Data that came and data that went, compared by what it says and not by where it stands. */
export function compareData<T>(
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
): { readonly added: readonly T[]; readonly removed: readonly T[] } {
  const [old, now] = [before ?? [], after ?? []]
  return {
    added: now.filter((item) => !old.some((other) => isSame(item, other))),
    removed: old.filter((item) => !now.some((other) => isSame(item, other))),
  }
}

/** Words as code, joined for a sentence. */
export function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

// Longer texts are told apart by their beginning well enough.
const LONGEST = 120

/** An author's text (a lock may hold anything) inside a sentence: on one line, not endless, without its own full stop and without marks of code. */
export function quoted(text: string): string {
  const line = String(text).replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim().replace(/\.$/, '')
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}”`
}

/** A number of days for a sentence. */
export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}
