/** Finds given texts in another one, in one walk over it, whatever the texts are (Aho and Corasick, 1975). */
export interface LiteralMatcher {
  /**
   * Every stretch of `text` that the given texts cover, overlaps made one.
   * @param step is called once for every character that is looked at
   */
  find(text: string, step: () => void): readonly (readonly [from: number, to: number])[]
}

interface State {
  readonly next: Map<number, State>
  /** Where the longest end of what was read that begins a text goes on. */
  back: State | undefined
  /** Length of the longest text that ends here, wherever it stands; 0 for none. */
  longest: number
  /** Lengths of the short texts that end here; these count only as whole words. */
  short: readonly number[]
}

/** Texts shorter than this would mask parts of ordinary words. */
const SHORTEST = 3
/** Texts from this length on are found inside words too. */
const SURE = 8
/** Letters of all texts together: what a matcher costs to make is bounded. */
const MOST_LETTERS = 65_536

/** Makes a matcher of some texts; capitals A–Z count as small letters. Texts under three letters, and what is beyond 65 536, are left out. */
export function literalMatcher(literals: readonly (string | undefined)[]): LiteralMatcher {
  const root = makeState()
  let letters = 0
  for (const literal of literals) {
    if (typeof literal !== 'string' || literal.length < SHORTEST || letters + literal.length > MOST_LETTERS) continue
    letters += literal.length
    let state = root
    for (let i = 0; i < literal.length; i++) {
      const code = folded(literal.charCodeAt(i))
      let next = state.next.get(code)
      if (next === undefined) state.next.set(code, (next = makeState()))
      state = next
    }
    if (literal.length >= SURE) state.longest = literal.length
    else if (!state.short.includes(literal.length)) state.short = [...state.short, literal.length]
  }
  link(root)
  return {
    find(text, step) {
      const found: [from: number, to: number][] = []
      let state = root
      for (let i = 0; i < text.length; i++) {
        step()
        const code = folded(text.charCodeAt(i))
        let next = state.next.get(code)
        while (next === undefined && state !== root) {
          step()
          state = state.back as State
          next = state.next.get(code)
        }
        state = next ?? root
        const length = Math.max(state.longest, wholeWord(text, i + 1, state.short))
        if (length > 0) cover(found, i + 1 - length, i + 1)
      }
      return found
    },
  }
}

function makeState(): State {
  return { next: new Map(), back: undefined, longest: 0, short: [] }
}

// Level by level, so that the state to go back to is always complete before it is asked.
function link(root: State): void {
  const queue: State[] = [root]
  for (const state of queue) {
    for (const [code, next] of state.next) {
      let back = state.back
      while (back !== undefined && !back.next.has(code)) back = back.back
      next.back = back?.next.get(code) ?? root
      next.longest = Math.max(next.longest, next.back.longest)
      next.short = [...new Set([...next.short, ...next.back.short])]
      queue.push(next)
    }
  }
}

// The longest of the short texts ending at `to` that is a word of its own; 0 for none.
function wholeWord(text: string, to: number, lengths: readonly number[]): number {
  if (lengths.length === 0 || isWordLetter(text.charCodeAt(to))) return 0
  let longest = 0
  for (const length of lengths)
    if (length > longest && !isWordLetter(text.charCodeAt(to - length - 1))) longest = length
  return longest
}

function cover(found: [from: number, to: number][], from: number, to: number): void {
  for (let last = found.at(-1); last !== undefined && last[1] >= from; last = found.at(-1)) {
    from = Math.min(from, last[0])
    found.pop()
  }
  found.push([from, to])
}

function folded(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

// Letters and digits, and everything beyond ASCII; outside the text there is none.
function isWordLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127
}
