import { findPlace, tokensOf, type Token } from './find-place.ts'

/** A mark that belongs on a field, an event, or the contract as a whole. */
export interface Mark {
  readonly mark: 'since' | 'widened'
  readonly path: readonly ['fields' | 'events', string] | readonly []
}

/**
 * Writes a mark into the source of a contract: into the object that it, an event or the options of a field are written in, over an older
 * mark where there is one. It reads signs and no grammar, so whoever uses it loads the outcome and looks.
 * @returns undefined where the place is not written out, such as for a field that is imported
 */
export function insertMark(source: string, { mark, path }: Mark, version: string): string | undefined {
  const tokens = tokensOf(source)
  const at = path.length === 0 ? contractAt(tokens) : valueAt(source, tokens, path)
  if (at === undefined || tokens[at]?.kind !== 'word' || tokens[at + 1]?.text !== '(') return undefined
  const closing = closingOf(tokens, at + 1)
  if (closing === undefined) return undefined
  const written = `${mark}: '${version}'`
  const last = lastArgument(tokens, at + 1, closing)
  if (last !== undefined && isSign(tokens[last], '{')) {
    const older = olderMark(tokens, last, mark)
    if (older === undefined) return intoObject(source, tokens, last, written)
    // A string's token begins at its quote.
    const start = older.start + 1
    return older.kind === 'string'
      ? `${source.slice(0, start)}${version}${source.slice(start + older.text.length)}`
      : undefined
  }
  // A contract and an event are one object; a field without options gets some.
  if (path[0] !== 'fields' || last === undefined) return undefined
  const end = (tokens[closing] as Token).start
  const before = source.slice(0, end).trimEnd()
  return before.endsWith(',')
    ? `${before} { ${written} }${source.slice(before.length)}`
    : `${before}, { ${written} }${source.slice(before.length)}`
}

// The call that makes the contract; undefined where there are several, since either may be the one.
function contractAt(tokens: readonly Token[]): number | undefined {
  const calls = tokens.flatMap(({ kind, text }, i) =>
    kind === 'word' && text === 'defineContract' && isSign(tokens[i + 1], '(') ? [i] : [],
  )
  return calls.length === 1 ? calls[0] : undefined
}

// The place of what is written behind a key; undefined where `findPlace` had to stop above it.
function valueAt(source: string, tokens: readonly Token[], path: readonly string[]): number | undefined {
  const place = findPlace(source, path)
  if (place === undefined) return undefined
  const lines = source.split('\n').slice(0, place.line - 1)
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1
  const at = tokens.findIndex((token) => token.start === start)
  return tokens[at]?.text === path.at(-1) && isSign(tokens[at + 1], ':') ? at + 2 : undefined
}

function closingOf(tokens: readonly Token[], opening: number): number | undefined {
  let depth = 0
  for (let i = opening; i < tokens.length; i++) {
    if (isSign(tokens[i], '([{')) depth += 1
    else if (isSign(tokens[i], ')]}') && --depth === 0) return i
  }
  return undefined
}

function lastArgument(tokens: readonly Token[], opening: number, closing: number): number | undefined {
  let depth = 0
  let last: number | undefined
  let isNext = true
  for (let i = opening + 1; i < closing; i++) {
    const token = tokens[i]
    if (depth === 0 && isNext && !isSign(token, ',')) {
      last = i
      isNext = false
    }
    if (isSign(token, '([{')) depth += 1
    else if (isSign(token, ')]}')) depth -= 1
    else if (depth === 0 && isSign(token, ',')) isNext = true
  }
  return last
}

// What stands behind the mark's name in an object, if it has the mark.
function olderMark(tokens: readonly Token[], opening: number, mark: string): Token | undefined {
  let depth = 0
  for (let i = opening; i < tokens.length; i++) {
    if (isSign(tokens[i], '([{')) depth += 1
    else if (isSign(tokens[i], ')]}') && --depth === 0) return undefined
    else if (depth === 1 && tokens[i]?.text === mark && isSign(tokens[i + 1], ':')) return tokens[i + 2]
  }
  return undefined
}

// Like its neighbours: on a line of its own where they are.
function intoObject(source: string, tokens: readonly Token[], opening: number, written: string): string {
  const start = (tokens[opening] as Token).start + 1
  const rest = source.slice(start)
  const indent = /^[ \t]*\r?\n([ \t]*)/.exec(rest)
  if (indent !== null) return `${source.slice(0, start)}\n${indent[1]}${written},${rest}`
  if (isSign(tokens[opening + 1], '}')) return `${source.slice(0, start)} ${written} ${rest.trimStart()}`
  return `${source.slice(0, start)} ${written},${rest}`
}

function isSign(token: Token | undefined, signs: string): boolean {
  return token?.kind === 'sign' && signs.includes(token.text)
}
