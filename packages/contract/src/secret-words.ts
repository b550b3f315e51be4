import { isPersonal, looksSecret, nameSays, plainForms } from './secret-shapes.ts'

/** What stands in the place of what was masked in a text. */
export const MASK = '[masked]'

/** What words are held to. */
export interface WordRules {
  /** Where in a word a known credential begins; -1 for nowhere. */
  readonly credentialAt: (word: string) => number
  /** More names, in small letters, after which a value is secret. */
  readonly names: ReadonlySet<string>
}

/** Words are looked at up to this length; a longer one is no word, and is masked. */
const LONGEST_WORD = 128
/** A value in quotes is looked for up to here. */
const LONGEST_QUOTED = 256
/** Signs between a name and its value. */
const WIDEST_GAP = 4
/** Groups of digits that a number is written in at most. */
const MOST_GROUPS = 8

/** What stands between words, by its code; beyond ASCII only what is white is. */
const SPLITS: ReadonlySet<number> = new Set(Array.from(' \t\n\u000b\f\r"\'`<>(){}[]|;,', (sign) => sign.charCodeAt(0)))
const WHITE = /\s/
/** A word that can only be secret by what stands before it. */
const PLAIN = /^[A-Za-z]{1,15}[.!?]?$/
const QUOTE = /["'`]/
/** A name as a sentence writes it; settings are written `api_key`, `apiKey` or `API_KEY`. */
const PROSE = /^[A-Za-z][a-z]*:?$/
/** What stands behind the name of an option that a sentence speaks of: `--password is needed`. */
const OF_A_SENTENCE =
  /^(?:a|and|as|at|but|by|can|cannot|does|flag|for|from|has|if|in|is|it|may|must|needs?|not|of|on|option|or|requires?|should|so|the|to|twice|was|when|with|without)[.,:;!?]?$/
/** Headers whose whole value is secret. */
const HEADER = /^(?:proxy-)?authorization:$|^(?:set-)?cookie:$/i

interface Word {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** A part of a text that is to be masked. */
export type Stretch = readonly [from: number, to: number]

/**
 * Finds the words of a text that are secret or personal, by themselves or by what stands before them. Each word is looked at a fixed
 * number of times, and no word is longer than 128 letters without being masked unread.
 * @param step is told how many characters are looked at
 */
export function secretWords(text: string, rules: WordRules, step: (characters?: number) => void): readonly Stretch[] {
  const words = wordsIn(text, step)
  const found: Stretch[] = []
  let end = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word
    // Found with the words before it.
    if (word.from < end || isMask(text, word)) continue
    step(4 * word.text.length)
    const says = saidBefore(text, words, i, rules)
    if (says === undefined && PLAIN.test(word.text) && rules.credentialAt(word.text) < 0) continue
    const quote = text.charAt(word.from - 1)
    const until = QUOTE.test(quote) ? closing(text, word.to, quote, step) : word.to
    const number = numberEnd(text, words, i)
    if (HEADER.test(word.text)) found.push(restOfLine(text, word.to))
    else if (says === 'secret' || (says === 'doubtful' && looksSecret(word.text))) found.push([word.from, until])
    else if (number !== undefined) found.push([word.from, number])
    else
      for (const [from, to] of secretParts(word.text, rules))
        // A path in quotes may have spaces in it.
        found.push([
          word.from + from,
          from === 0 && /[\\/]/.test(word.text) ? Math.max(until, word.from + to) : word.from + to,
        ])
    end = found.at(-1)?.[1] ?? 0
  }
  return found.filter(([from, to]) => to > from)
}

function wordsIn(text: string, step: (characters?: number) => void): readonly Word[] {
  const words: Word[] = []
  for (let from = 0; from < text.length; from++) {
    step()
    if (splits(text, from)) continue
    let to = from + 1
    while (to < text.length && !splits(text, to)) to++
    step(to - from)
    words.push({ from, to, text: text.slice(from, to) })
    from = to
  }
  return words
}

function splits(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 ? SPLITS.has(code) : WHITE.test(text.charAt(at))
}

function isMask(text: string, { from, to }: Word): boolean {
  return text.charAt(from - 1) === '[' && text.charAt(to) === ']' && text.slice(from - 1, to + 1) === MASK
}

// What the words before one say of it: `password=`, `"token": `, `--secret `, `Bearer `.
function saidBefore(
  text: string,
  words: readonly Word[],
  i: number,
  rules: WordRules,
): 'secret' | 'doubtful' | undefined {
  const before = words[i - 1]
  // Almost every word ends otherwise, and says nothing of the next.
  if (before === undefined || !/[=:>]$|^--|^(?:bearer|basic)$/i.test(before.text)) return undefined
  const gap = gapOf(text, before, words[i] as Word)
  if (gap === undefined) return undefined
  const quoted = QUOTE.test(gap)
  const sign = before.text
  if (/^(?:=|:|:=|=>)$/.test(sign)) {
    const name = words[i - 2]
    if (name === undefined || gapOf(text, name, before) === undefined) return undefined
    return softened(namedBy(name.text, rules), sign === ':' && !quoted && PROSE.test(name.text))
  }
  if (/[=:]$/.test(sign)) return softened(namedBy(sign, rules), !quoted && PROSE.test(sign))
  if (/^(?:bearer|basic)$/i.test(sign)) return 'doubtful'
  const next = (words[i] as Word).text
  if (sign.startsWith('--') && !next.startsWith('-') && !OF_A_SENTENCE.test(next)) return namedBy(sign, rules)
  return undefined
}

// After a colon and a space stands prose as often as a value: `Invalid password: it has to be longer`.
function softened(says: 'secret' | 'doubtful' | undefined, prose: boolean): 'secret' | 'doubtful' | undefined {
  return prose && says === 'secret' ? 'doubtful' : says
}

function namedBy(name: string, rules: WordRules): 'secret' | 'doubtful' | undefined {
  const bare = name.replace(/^-{1,2}/, '').replace(/[=:]$/, '')
  return rules.names.has(bare.toLowerCase()) ? 'secret' : nameSays(bare)
}

// What stands between two words; undefined where they have nothing to do with each other.
function gapOf(text: string, before: Word, after: Word): string | undefined {
  if (after.from - before.to > WIDEST_GAP) return undefined
  const gap = text.slice(before.to, after.from)
  return /^[ \t"'`]*$/.test(gap) ? gap : undefined
}

// Where the quote that stands before a word is closed; the word's own end where it is not.
function closing(text: string, to: number, quote: string, step: (characters?: number) => void): number {
  for (let i = to; i < text.length && i - to < LONGEST_QUOTED; i++) {
    const letter = text.charAt(i)
    if (letter === '\n') break
    if (letter === quote) {
      step(i - to)
      return i
    }
  }
  step(LONGEST_QUOTED)
  return to
}

// What stands behind a header, or nothing where that is masked already.
function restOfLine(text: string, after: number): Stretch {
  const feed = text.indexOf('\n', after)
  const end = feed < 0 ? text.length : feed
  let from = after
  while (from < end && text.charAt(from) === ' ') from++
  return text.slice(from, end) === MASK ? [end, end] : [from, end]
}

// Where a telephone number, the number of a card or of an account ends that is written in groups; undefined where none begins.
function numberEnd(text: string, words: readonly Word[], i: number): number | undefined {
  const first = (words[i] as Word).text
  const isPhone = /^\+[0-9][0-9-]*$/.test(first)
  if (!isPhone && !/^(?:[A-Z]{2}[0-9]{2}|[0-9]{4})$/.test(first)) return undefined
  let end = (words[i] as Word).to
  let digits = first.replace(/[^0-9]/g, '')
  let groups = 1
  for (let j = i + 1; j < words.length && groups < MOST_GROUPS; j++, groups++) {
    const { from, to, text: group } = words[j] as Word
    if (!/^[ ()]{1,2}$/.test(text.slice(end, from))) break
    if (!(isPhone ? /^[0-9-]+$/ : /^[0-9]{2,4}$/).test(group)) break
    digits += group.replaceAll('-', '')
    end = to
  }
  if (isPhone) return digits.length >= 9 ? end : undefined
  // A list of years is none.
  return groups >= 4 && digits.length >= 14 && !/^(?:(?:19|20)[0-9]{2})+$/.test(digits) ? end : undefined
}

// The parts of one word that are secret or personal.
function secretParts(word: string, rules: WordRules): readonly Stretch[] {
  if (word.length > LONGEST_WORD) return [[0, word.length]]
  const bare = word.replace(/[.:!?]{1,3}$/, '')
  if (isPersonal(bare)) return [[0, bare.length]]
  const at = rules.credentialAt(word)
  if (at >= 0) return [[at, word.length - (at < bare.length ? word.length - bare.length : 0)]]
  // What reads as secret in its plain form is masked in the form it has.
  if (plainForms(bare).some((plain) => isSecretByItself(plain, rules))) return [[0, bare.length]]
  const found: Stretch[] = []
  let from = 0
  for (const pair of word.split('&')) {
    // `name=value` or `name:value` in one word.
    const sign = pair.search(/[=:]/)
    const value = pair.slice(sign + 1)
    const says = sign < 1 || value === '' ? undefined : namedBy(pair.slice(0, sign), rules)
    // What is joined to an option is its value, and no prose.
    if (says === 'secret' || (says === 'doubtful' && (pair.startsWith('--') || looksSecret(value))))
      found.push([from + sign + 1, from + pair.length])
    from += pair.length + 1
  }
  return found
}

// A decoded form may hold several words: `token%3Dabc%20def`.
function isSecretByItself(text: string, rules: WordRules): boolean {
  return text.split(/[\s"'`<>(){}[\]|;,]+/).some((word) => {
    if (isPersonal(word) || rules.credentialAt(word) >= 0) return true
    const sign = word.search(/[=:]/)
    const value = word.slice(sign + 1)
    const says = sign < 1 || value === '' ? undefined : namedBy(word.slice(0, sign), rules)
    return says === 'secret' || (says === 'doubtful' && looksSecret(value))
  })
}
