import { literalMatcher, type LiteralMatcher } from './literal-matcher.ts'
import { MASK, secretWords, type Stretch, type WordRules } from './secret-words.ts'
import { credentialSearch, SECRET_PATTERNS, type SecretPattern } from './secret-shapes.ts'

/** What to mask beside what every scrubber masks. */
export interface ScrubOptions {
  /**
   * Texts that are secret as they are: the values of the configuration, the name of the user and of the machine, the home folder. From
   * eight letters on they are masked wherever they stand, shorter ones as whole words, under three letters never; the letters, digits,
   * dots and dashes that a secret is joined to go with it. What is undefined, such as a variable that is not set, is none.
   */
  readonly secrets?: readonly (string | undefined)[]
  /** How credentials of one's own begin. Data and no regular expressions, so that no pattern can make a text cost more than its length. */
  readonly patterns?: readonly SecretPattern[]
  /** Names of one's own after which a value is secret, in any case: `licence` masks `LICENCE=…` and `licence: "…"`. */
  readonly names?: readonly string[]
}

/** How often a text is gone through until nothing is left to mask; a text that needs more is masked as a whole. */
const PASSES = 4

// Control characters and what turns or joins the reading of a text; a secret may be split by them.
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

interface Rules extends WordRules {
  readonly literals: LiteralMatcher
}

/**
 * Masks what is secret or personal in a text: given secrets, credentials known by their beginning or by the name before them, keys,
 * addresses, paths, and whatever looks like an id. Ordinary sentences stay as they are. What it gives stays as it is when it is scrubbed
 * again, and its cost grows with the length of the text and no faster.
 */
export function scrubText(text: string, options: ScrubOptions = {}): string {
  return createScrubber(options)(text)
}

/** Makes a scrubber, for many texts with the same secrets. */
export function createScrubber(options: ScrubOptions = {}): (text: string) => string {
  const rules = rulesOf(options)
  return (text) => scrub(text, rules, () => {})
}

/** How many characters are looked at to scrub a text: a measure of its cost that no machine changes. */
export function scrubSteps(text: string, options: ScrubOptions = {}): number {
  let steps = 0
  scrub(text, rulesOf(options), (n = 1) => void (steps += n))
  return steps
}

type Step = (characters?: number) => void

function rulesOf({ secrets = [], patterns = [], names = [] }: ScrubOptions): Rules {
  return {
    literals: literalMatcher(secrets),
    credentialAt: credentialSearch([...SECRET_PATTERNS, ...patterns.filter(({ starts }) => starts.length >= 2)]),
    names: new Set(names.map((name) => name.toLowerCase())),
  }
}

function scrub(text: string, rules: Rules, step: Step): string {
  let before = text
  for (let pass = 0; pass < PASSES; pass++) {
    const after = scrubOnce(before, rules, step)
    if (after === before) return after
    before = after
  }
  return MASK
}

function scrubOnce(text: string, rules: Rules, step: Step): string {
  step(text.length)
  const seen = text.replace(UNSEEN, '').toWellFormed()
  const found = [
    ...wholeWords(seen, rules.literals.find(seen, step), step),
    ...privateKeys(seen, step),
    ...secretWords(seen, rules, step),
  ]
  return maskStretches(seen, found)
}

const JOINED = /[A-Za-z0-9._~-]/

// What a secret is part of says whose it is: `zephyrbank-llama-7b` goes with `zephyrbank`.
function wholeWords(text: string, found: readonly Stretch[], step: Step): readonly Stretch[] {
  const whole: Stretch[] = []
  let end = 0
  for (const [first, last] of found) {
    if (last <= end) continue
    let [from, to] = [first, last]
    while (from > end && JOINED.test(text.charAt(from - 1))) from--
    while (to < text.length && JOINED.test(text.charAt(to))) to++
    step(to - from)
    end = to
    // The full stop of a sentence stays.
    while (to > last && text.charAt(to - 1) === '.') to--
    whole.push([from, to])
  }
  return whole
}

// Private keys, each from its first line to its last, or to the end where the last is missing.
function privateKeys(text: string, step: Step): readonly Stretch[] {
  const found: Stretch[] = []
  step(text.length)
  for (let from = text.indexOf('-----BEGIN '); from >= 0;) {
    const last = text.indexOf('-----END ', from)
    const close = last < 0 ? -1 : text.indexOf('-----', last + 9)
    const to = close < 0 ? text.length : close + 5
    found.push([from, to])
    from = text.indexOf('-----BEGIN ', to)
  }
  return found
}

// Stretches that overlap or touch become one mask.
function maskStretches(text: string, found: readonly Stretch[]): string {
  let clean = ''
  let end = -1
  for (const [from, to] of [...found].sort((a, b) => a[0] - b[0])) {
    if (from > end) clean += text.slice(Math.max(end, 0), from) + MASK
    end = Math.max(end, to)
  }
  return clean + text.slice(Math.max(end, 0))
}
