// A contract with a thousand mistakes is still read in a moment.
const MOST = 300

/**
 * The word of a list that was most likely meant: at most a third of its letters differ.
 * @returns undefined when none is near, or when the word is too long to have been mistyped
 */
export function nearestWord(word: string, list: readonly string[]): string | undefined {
  if (word.length > 60) return undefined
  const allowed = (candidate: string): number => Math.max(1, Math.floor(candidate.length / 3))
  let best: string | undefined
  let least = Infinity
  for (const candidate of list.slice(0, MOST)) {
    // Words of unlike length need no look.
    if (Math.abs(candidate.length - word.length) > allowed(candidate)) continue
    const away = distance(word.toLowerCase(), candidate.toLowerCase())
    if (away < least && away <= allowed(candidate)) {
      best = candidate
      least = away
    }
  }
  return best
}

// Levenshtein's distance, one row at a time.
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
