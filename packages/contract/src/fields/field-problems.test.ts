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
    ['either words of its own or a published list', { kind: 'choices', max: 3 }],
    ['either words of its own or a published list', { kind: 'tally', values: ['a'], known: 'driver', max: 3, upTo: 9 }],
    ['no list of "editor"', { kind: 'tally', known: 'editor', edition: 1, max: 3, upTo: 9 }],
    ['leave aliases out', { kind: 'choices', known: 'driver', edition: 1, aliases: { a: 'mysql' }, max: 3 }],
    ['name the catalogue', { kind: 'slug', atMost: 9 }],
    ['name the catalogue', { kind: 'slug', publicList: 'https://x', atMost: 9 }],
    ['from 2 to 1 000 000', { kind: 'slug', publicList: 'items', atMost: 1 }],
    ['a list of sites', { kind: 'domain', edition: 1 }],
    ['of the edition 9', { kind: 'domain', sites: [], edition: 9 }],
    ['has to be a host name', { kind: 'domain', sites: ['https://acme.example'], edition: 1 }],
    ['has to be a host name', { kind: 'domain', sites: ['Acme.example'], edition: 1 }],
    ['has to be a host name', { kind: 'domain', sites: ['localhost'], edition: 1 }],
    ['stands twice', { kind: 'domain', sites: ['a.example', 'a.example'], edition: 1 }],
    ['200 are allowed', { kind: 'domain', sites: Array.from({ length: 201 }, (_, i) => `a${i}.example`), edition: 1 }],
    ['either its labels or atMost', { kind: 'campaign' }],
    ['either its labels or atMost', { kind: 'campaign', values: ['a'], atMost: 9 }],
    ['from 2 to 1000', { kind: 'campaign', atMost: 1_001 }],
    ['at least one label', { kind: 'campaign', values: [] }],
    ['look like no id', { kind: 'campaign', values: ['mail-48601'] }],
    ['look like no id', { kind: 'campaign', values: ['a+b'] }],
    ['stands twice', { kind: 'campaign', values: ['Email', 'email'] }],
    ['in small letters', { kind: 'campaign', values: ['Other'] }],
    ['a list of classes', { kind: 'errorClass', edition: 1 }],
    ['of the edition 2', { kind: 'errorClass', classes: [], edition: 2 }],
    ['has to look like', { kind: 'errorClass', classes: ['not found'], edition: 1 }],
    ['stands twice', { kind: 'errorClass', classes: ['AcmeError', 'AcmeError'], edition: 1 }],
    ['from 8 to 2000', { kind: 'text', max: 2_001 }],
    ['from 8 to 2000', { kind: 'text' }],
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
    expect(sentence({ kind: 'slug', publicList: 'templates', atMost: 9 })).toBe(
      'the key of an item of the public catalogue templates; whatever is not in the catalogue is stored as the word other',
    )
    expect(sentence({ kind: 'domain', sites: ['acme.example'], edition: 1 })).toBe(
      'the site somebody came from: `acme.example`, or one off the published list of public referrers (edition 1), and nothing else of the address; any other is sent as the word other-site',
    )
    expect(sentence({ kind: 'campaign', values: ['email'] })).toBe(
      'which of `email` stands in the maintainer’s own link; anything else is sent as the word other',
    )
    expect(sentence({ kind: 'campaign', atMost: 200 })).toContain('came up on 20 machine-days are stored, at most 200')
    expect(sentence({ kind: 'errorClass', classes: [], edition: 1 })).toBe(
      'the kind of an error, never its message: a built-in class of JavaScript or Python, a code of the system; any other is sent as the word other',
    )
    expect(sentence({ kind: 'text', max: 80 })).toBe(
      'a text of at most 80 characters, in which credentials, addresses, paths and whatever looks like an id are masked before it is kept',
    )
    expect(sentence({ kind: 'tally', known: 'driver', edition: 1, max: 3, upTo: 9 })).toBe(
      'how often each of the published list of drivers (edition 1), to two significant digits, up to 3 of them; anything else is counted as the word other',
    )
    expect(sentence({ kind: 'duration', unit: 's' })).toBe('a time in seconds, to two significant digits')
  })
})
