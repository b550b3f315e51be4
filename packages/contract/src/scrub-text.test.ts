import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretText } from '../fixtures/field-arbitraries.ts'
import { createScrubber, scrubSteps, scrubText } from './scrub.ts'

// Which credential is known by what stands in spec/vectors/fields/text.json; here is what a caller adds, and what holds for all texts.

describe('a text', () => {
  it('stays as it is when it is scrubbed again', () => {
    const scrub = createScrubber({ secrets: ['hunter2', 'correct horse'], names: ['licence'] })
    fc.assert(
      fc.property(secretText, (text) => {
        for (const one of [scrub, scrubText]) expect(one(one(text))).toBe(one(text))
      }),
      { numRuns: 1_500 },
    )
  })

  it('of ordinary words is never changed', () => {
    const word = fc.oneof(
      fc.constantFrom(...'the file was not found error in line exit code token key user a of (reading'.split(' ')),
      fc.stringMatching(/^[a-z]{1,12}$/),
      fc.integer({ min: 0, max: 99_999 }).map(String),
    )
    const sentence = fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 15 }), fc.constantFrom('', '.', '!', '…'))
      .map(([words, end]) => words.join(' ') + end)
      // Four groups of four digits are the number of a card.
      .filter((text) => !/(?:[0-9]{4} ){3}/.test(text))
    fc.assert(
      fc.property(sentence, (text) => {
        expect(scrubText(text)).toBe(text)
      }),
    )
  })
})

describe('what is handed over', () => {
  it('is masked wherever it stands, with the word it is part of', () => {
    const scrub = createScrubber({ secrets: ['zephyrbank', 's3cr3t value'] })
    expect(scrub('model zephyrbank-llama-7b of ZephyrBank.')).toBe('model [masked] of [masked].')
    expect(scrub('got "s3cr3t value" back')).toBe('got "[masked]" back')
  })

  it('is masked as a whole word where it is short, and never where it is part of another', () => {
    const scrub = createScrubber({ secrets: ['bob', 'x'] })
    expect(scrub('bob said that bobbins of x spin')).toBe('[masked] said that bobbins of x spin')
  })

  it('may overlap: one secret inside another, and the end of one as the beginning of the next', () => {
    const scrub = createScrubber({ secrets: ['abcdefgh', 'abcdefghijkl', 'ghijklmnop'] })
    expect(scrub('in abcdefghijklmnop and abcdefgh')).toBe('in [masked] and [masked]')
    // What began as one secret may turn out to be the middle of another.
    const folded = createScrubber({ secrets: ['((a((a))', '((b))((c'] })
    expect(folded('in ((a((a((a)) and ((b))((b))((c')).toBe('in (([masked] and ((b))[masked]')
  })

  it('may be a name of one’s own before a value, and the beginning of a credential of one’s own', () => {
    const scrub = createScrubber({ names: ['licence'], patterns: [{ starts: 'acme_', least: 4 }] })
    expect(scrub('LICENCE=abc {"licence":"x y"} acme_1234 acme_12')).toBe(
      'LICENCE=[masked] {"licence":"[masked]"} [masked] acme_12',
    )
    expect(scrubText('LICENCE=abc acme_1234')).toBe('LICENCE=abc acme_1234')
  })

  it('that is none is left out: what is no text, and more than a matcher holds', () => {
    const scrub = createScrubber({ secrets: [7, null, '', 'ab', 'y'.repeat(70_000), 'hunter2'] as string[] })
    expect(scrub('ab hunter2')).toBe('ab [masked]')
  })
})

describe('what scrubbing costs', () => {
  // Texts that make a careless scrubber slow: what almost matches again and again, and what is opened and never closed.
  const worst: readonly (readonly [string, (n: number) => string])[] = [
    ['one letter', (n) => 'a'.repeat(n)],
    ['beginnings of a credential', (n) => 'ghp_'.repeat(n / 4)],
    ['at signs', (n) => 'a@'.repeat(n / 2)],
    ['dots', (n) => '1.'.repeat(n / 2)],
    ['dashes', (n) => '-'.repeat(n)],
    ['beginnings of a private key', (n) => '-----BEGIN '.repeat(n / 11)],
    ['quotes', (n) => '"a'.repeat(n / 2)],
    ['names without a value', (n) => 'password '.repeat(n / 9)],
    ['names with a sign', (n) => 'password = '.repeat(n / 11)],
    ['headers', (n) => 'Cookie: '.repeat(n / 8)],
    ['groups of digits', (n) => '1234 '.repeat(n / 5)],
    ['telephone numbers', (n) => '+1 '.repeat(n / 3)],
    ['beginnings of a secret', (n) => 'aaaaaaab'.repeat(n / 8)],
    ['secrets', (n) => `${'a'.repeat(9)}c-`.repeat(n / 11)],
    ['pairs', (n) => 'a=b&'.repeat(n / 4)],
    ['spaces', (n) => ' '.repeat(n)],
  ]

  it.each(worst)('grows with the length and no faster: %s', (_, text) => {
    const options = { secrets: ['aaaaaaaaac', 'aaaaaaaa', 'aaa'] }
    const [small, large] = [scrubSteps(text(2_000), options), scrubSteps(text(64_000), options)]
    expect(large / small).toBeLessThan(34)
    expect(large).toBeLessThan(64_000 * 120)
  })
})
