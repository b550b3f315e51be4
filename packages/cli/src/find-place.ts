/** A place in a source file, counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * Finds where a part of a contract stands in its source, as far as it is written out there: a part that is made by a function or
 * imported gives the place of the nearest part above it that is.
 * @param source the text of a contract file
 * @param path keys and indexes from the contract down, such as `['events', 'command.completed', 'by', 1]`
 * @returns the deepest place found; undefined when there is no call of `defineContract`
 */
export function findPlace(source: string, path: readonly (string | number)[]): Place | undefined {
  const tokens = tokensOf(source)
  const call = tokens.findIndex(
    ({ kind, text }, i) => kind === 'word' && text === 'defineContract' && tokens[i + 1]?.text === '(',
  )
  if (call === -1) return undefined
  let at = call
  let inside = call + 2
  for (const step of path) {
    const opening = openingAfter(tokens, inside)
    if (opening === undefined) break
    const found = typeof step === 'number' ? elementAt(tokens, opening, step) : keyAt(tokens, opening, step)
    if (found === undefined) break
    at = found.at
    inside = found.value
  }
  return placeOf(source, (tokens[at] as Token).start)
}

/** A word, a string or a sign of a source, and where it begins. */
export interface Token {
  readonly kind: 'word' | 'string' | 'sign'
  readonly text: string
  readonly start: number
}

// Comments and spaces fall out; everything else is a word, a string or a sign of one character.
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|(['"])((?:\\.|(?!\1)[^\\\n])*)\1|`((?:\\.|[^\\`])*)`|([A-Za-z_$][\w$]*)|([\s\S])/g

/** The words, strings and signs of a source; comments and spaces fall out. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  for (const match of source.matchAll(TOKEN)) {
    const start = match.index
    const string = match[2] ?? match[3]
    if (string !== undefined) tokens.push({ kind: 'string', text: string, start })
    else if (match[4] !== undefined) tokens.push({ kind: 'word', text: match[4], start })
    else if (match[5] !== undefined) tokens.push({ kind: 'sign', text: match[5], start })
  }
  return tokens
}

const OPENINGS = '([{'
const CLOSINGS = ')]}'

function isSign(token: Token | undefined, signs: string): boolean {
  return token?.kind === 'sign' && signs.includes(token.text)
}

// The `{` or `[` that a value begins with, also inside a call: `rollup({`. A value that has none before it ends is a leaf.
function openingAfter(tokens: readonly Token[], from: number): number | undefined {
  for (let i = from; i < tokens.length; i++) {
    if (isSign(tokens[i], '{[')) return i
    if (isSign(tokens[i], `,;${CLOSINGS}`)) return undefined
  }
  return undefined
}

// The places where the members of a literal begin.
function membersOf(tokens: readonly Token[], opening: number): number[] {
  const members: number[] = []
  let depth = 0
  let expected = true
  for (let i = opening; i < tokens.length; i++) {
    const token = tokens[i]
    if (isSign(token, CLOSINGS)) {
      depth -= 1
      if (depth === 0) break
      continue
    }
    if (depth === 1 && expected && !isSign(token, ',')) {
      members.push(i)
      expected = false
    }
    if (isSign(token, OPENINGS)) depth += 1
    else if (depth === 1 && isSign(token, ',')) expected = true
  }
  return members
}

function keyAt(tokens: readonly Token[], opening: number, key: string): { at: number; value: number } | undefined {
  for (const at of membersOf(tokens, opening)) {
    const token = tokens[at] as Token
    if (token.kind === 'sign' || token.text !== key) continue
    return { at, value: isSign(tokens[at + 1], ':') ? at + 2 : at }
  }
  return undefined
}

function elementAt(
  tokens: readonly Token[],
  opening: number,
  index: number,
): { at: number; value: number } | undefined {
  const at = membersOf(tokens, opening)[index]
  return at === undefined ? undefined : { at, value: at }
}

function placeOf(source: string, start: number): Place {
  const before = source.slice(0, start)
  return { line: before.split('\n').length, column: start - before.lastIndexOf('\n') }
}
