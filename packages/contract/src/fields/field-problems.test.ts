import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '../field-spec.ts'
import { fieldType } from '../field-types.ts'

const doc = 'x'

/** What a type says against a declaration, as one text. */
function said(field: { readonly kind: string; readonly [attribute: string]: unknown }): string {
  return fieldType(field as unknown as FieldSpec)
    .problems({ doc, ...field } as unknown as FieldSpec)
    .join('; ')
}

describe('a declaration that cannot be used is said to be so', () => {
  it.each<[string, { readonly kind: string; readonly [attribute: string]: unknown }]>([
    ['at least one value', { kind: 'choice', values: [] }],
    ['at least one value', { kind: 'choice' }],
    ['has to look like', { kind: 'choice', values: ['a', '-b'] }],
    ['has to look like', { kind: 'choice', values: ['a', 7] }],
    ['has to look like', { kind: 'choice', values: ['a'.repeat(65)] }],
    ['stands twice', { kind: 'choice', values: ['a', 'a'] }],
    ['not on the list', { kind: 'choice', values: ['a'], aliases: { b: 'c' } }],
    ['not the word other', { kind: 'choice', values: ['a'], aliases: { other: 'a' } }],
    ['at least one edge', { kind: 'bucket', edges: [] }],
    ['finite number', { kind: 'bucket', edges: [1, Infinity] }],
    ['have to ascend', { kind: 'bucket', edges: [1, 1] }],
    ['whole edges', { kind: 'bucket', edges: [0.5], whole: true }],
    ['a list of 2 labels', { kind: 'bucket', edges: [1], labels: ['few'] }],
    ['a list of 2 labels', { kind: 'bucket', edges: [1], labels: 'few' }],
    ['same label', { kind: 'bucket', edges: [1], labels: ['a', 'a'] }],
    ['the label', { kind: 'bucket', edges: [1], labels: ['a', '[redacted]'] }],
    ['smaller than max', { kind: 'count', max: 0 }],
    ['finite numbers', { kind: 'measure', max: '9' }],
    ['from 0 to 6', { kind: 'measure', decimals: 7 }],
    ['below 2^53', { kind: 'measure', max: 1e10, decimals: 6 }],
    ['the reason', { kind: 'count', exact: ' ' }],
    ['the reason', { kind: 'count', exact: true }],
    ['three capital letters', { kind: 'money', decimals: 2 }],
    ['three capital letters', { kind: 'money', unit: 'euro' }],
    ['never below 0', { kind: 'money', unit: 'EUR', min: -1, max: 9 }],
    ['smaller than max', { kind: 'bytes', max: 0 }],
    ['smaller than max', { kind: 'score', min: 100, max: 100 }],
    ['at least one value', { kind: 'choices', values: [], max: 3 }],
    ['stands twice', { kind: 'choices', values: ['a', 'a'], max: 3 }],
    ['from 1 to 32', { kind: 'choices', values: ['a'], max: 33 }],
    ['from 1 to 32', { kind: 'choices', values: ['a'] }],
    ['200 are allowed', { kind: 'choices', values: Array.from({ length: 201 }, (_, i) => `v${i}`), max: 3 }],
    ['from 1 to 32', { kind: 'tally', values: ['a'], max: 0, upTo: 9 }],
    ['the largest count', { kind: 'tally', values: ['a'], max: 1, upTo: 2 ** 32 }],
    ['at least one template', { kind: 'route', templates: [] }],
    ['has to look like /', { kind: 'route', templates: ['users/:id'] }],
    ['has to look like /', { kind: 'route', templates: ['/docs/*/more'] }],
    ['has to look like /', { kind: 'route', templates: ['/a b'] }],
    ['has to look like /', { kind: 'route', templates: [7] }],
    ['match the same paths', { kind: 'route', templates: ['/users/:id', '/users/:name'] }],
    ['500 are allowed', { kind: 'route', templates: Array.from({ length: 501 }, (_, i) => `/${i}`) }],
    ['no list of "editor"', { kind: 'known', of: 'editor', edition: 1 }],
    ['of the edition 99', { kind: 'known', of: 'model', edition: 99 }],
    ['no list of "constructor"', { kind: 'known', of: 'constructor', edition: 1 }],
    ['the name of a field', { kind: 'known', of: 'model', edition: 1, vendorFrom: 7 }],
    ['1 or 2', { kind: 'version', parts: 3 }],
    ['from 1', { kind: 'version', parts: 1, live: 0 }],
    ['an id is of one of', { kind: 'id', of: 'machine', form: 'hex' }],
    ['hex, uuid or token', { kind: 'id', of: 'call', form: 'email' }],
    ['the kind of a hash', { kind: 'hash', of: 'Path' }],
    ['the kind of a hash', { kind: 'hash' }],
  ])('%s: %j', (why, field) => {
    expect(said(field)).toContain(why)
  })
})

describe('a sentence for the user page', () => {
  it('tells what is sent, not how it is stored', () => {
    const sentence = (field: { readonly kind: string; readonly [attribute: string]: unknown }): string =>
      fieldType(field as unknown as FieldSpec).sentence({ doc, ...field } as unknown as FieldSpec)
    expect(sentence({ kind: 'choice', values: ['a', 'b'] })).toBe(
      'one of `a`, `b`; anything else is sent as the word other',
    )
    expect(sentence({ kind: 'bucket', edges: [10], unit: 'files' })).toBe('only the size class in files: `<10`, `10+`')
    expect(sentence({ kind: 'count', exact: 'the bill' })).toBe('a count, exactly (the bill)')
    expect(sentence({ kind: 'money', unit: 'EUR', decimals: 2 })).toBe(
      'an amount of money in EUR, to two significant digits',
    )
    expect(sentence({ kind: 'bytes' })).toBe('a size in bytes, to two significant digits')
    expect(sentence({ kind: 'score', max: 1, decimals: 2 })).toBe('a score from 0 to 1')
    expect(sentence({ kind: 'choices', values: ['a', 'b'], max: 2 })).toBe(
      'up to 2 words, each one of `a`, `b`; anything else is sent as the word other',
    )
    expect(sentence({ kind: 'tally', values: ['a'], max: 2, upTo: 9 })).toBe(
      'how often each of `a`, to two significant digits, up to 2 of them; anything else is counted as the word other',
    )
    expect(sentence({ kind: 'day' })).toBe('a day, without the time')
    expect(sentence({ kind: 'hour' })).toBe('a day and its hour, without minutes')
    expect(sentence({ kind: 'route', templates: ['/', '/users/:id'] })).toBe(
      'which of `/`, `/users/:id` a path matches, and nothing else of it; any other path is sent as the word other',
    )
    expect(sentence({ kind: 'known', of: 'driver', edition: 1 })).toMatch(
      /^a public name off the published list of drivers \(edition 1, [0-9]+ names\)/,
    )
    expect(sentence({ kind: 'duration', unit: 's' })).toBe('a time in seconds, to two significant digits')
  })
})
