/** Words of a list for a sentence: `a`, `b`, `c`. */
export function quoteList(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
