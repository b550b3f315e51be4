import type { Note } from './find-notes.ts'

/** How many notes there are of each mark, in the order of the marks; marks without a note count 0. */
export function countNotes(notes: readonly Note[], marks: readonly string[]): { readonly [mark: string]: number } {
  const counts: { [mark: string]: number } = Object.fromEntries(marks.map((mark) => [mark, 0]))
  for (const { mark } of notes) counts[mark] = (counts[mark] ?? 0) + 1
  return counts
}

/** A mark of which there are more notes than its limit. */
export interface Excess {
  readonly mark: string
  readonly count: number
  readonly most: number
}

/** The marks that are over their limit; empty when all is well. */
export function findExcess(
  counts: { readonly [mark: string]: number },
  most: { readonly [mark: string]: number },
): Excess[] {
  return Object.entries(counts).flatMap(([mark, count]) => {
    const limit = most[mark]
    return limit !== undefined && count > limit ? [{ mark, count, most: limit }] : []
  })
}
