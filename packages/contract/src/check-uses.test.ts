import { describe, expect, it } from 'vitest'
import { checkContract, pathText } from './check.ts'
import type { Contract, Use } from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import { campaign, choice, choices, domain, errorClass, flag, known, route, rollup, slug, tally } from './index.ts'

/** What `check` says of one use of one field: in a counter, or in an occurrence where the type is no dimension. */
function said(field: FieldSpec, use: Use, kind: 'rollup' | 'event' = 'rollup'): readonly string[] {
  const seen = { what: 'x', why: 'x', readBy: ['chart:x'], sources: ['cli'] }
  const contract = {
    name: 'acme',
    version: '1.0.0',
    title: 'Acme',
    description: 'x',
    owners: ['x'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    presence: false,
    fields: { f: { ...field, transient: true } },
    events: {
      seen: kind === 'rollup' ? rollup({ ...seen, by: { f: use } }) : { kind, ...seen, fields: { f: use } },
    },
  } as unknown as Contract
  return checkContract(structuredClone(contract), '2026-11-20').map(({ rule, path }) => `${rule} ${pathText(path)}`)
}

const PAGES = ['/', '/users/:id']

describe('a use that narrows', () => {
  it.each<[string, FieldSpec, string, string]>([
    ['a choice', choice(['a', 'b'], 'x'), 'a', 'c'],
    ['a public name', known('model', 'x'), 'gpt-4o', 'acme-7b'],
    ['the vendor of a public name', known('model', 'x'), 'openai-other', 'acme-other'],
    ['a path', route(PAGES, 'x'), '/users/:id', '/users/4711'],
    ['a site', domain(['acme.example'], 'x'), 'github.com', 'zephyrbank.internal'],
    ['a label', campaign(['email', 'social'], 'x'), 'email', 'banner'],
    ['a class of errors', errorClass(['AcmeError'], 'x'), 'ENOENT', 'ZephyrError'],
  ])('%s names words that it has', (_, field, word, strange) => {
    // Of few words the counter keeps all: no cap is asked for.
    expect(said(field, { only: [word] })).toEqual([])
    expect(said(field, { only: [word, strange] })).toEqual(['use events.seen.by.f.only'])
    expect(said(field, { only: [] })).toEqual(['use events.seen.by.f.only'])
  })

  it.each<[string, FieldSpec, string, string]>([
    ['a set', choices(['a', 'b'], 'x'), 'a', 'c'],
    ['a set of public names', choices({ known: 'driver' }, 'x', { max: 2 }), 'mysql', 'pg'],
    ['a tally', tally(['a', 'b'], 'x'), 'a', 'c'],
    ['a tally of public names', tally({ known: 'driver' }, 'x', { max: 2 }), 'mysql', 'zephyrdb'],
  ])('%s names words that it has', (_, field, word, strange) => {
    expect(said(field, { only: [word] }, 'event')).toEqual([])
    expect(said(field, { only: [strange] }, 'event')).toEqual(['use events.seen.fields.f.only'])
  })

  it.each<[string, FieldSpec]>([
    ['a flag', flag('x')],
    ['an open list of labels', campaign({ atMost: 20 }, 'x')],
    ['the key of a catalogue', slug('x', { publicList: 'items' })],
  ])('cannot narrow %s', (_, field) => {
    const rules = said(field, { only: ['x'], cap: 20 }).filter((rule) => !rule.startsWith('slug-public'))
    expect(rules).toEqual(['use events.seen.by.f.only'])
  })

  it('of a public name without a list of its own is capped', () => {
    expect(said(known('model', 'x'), {})).toEqual(['by-cap events.seen.by.f'])
    expect(said(known('model', 'x'), { cap: 10 })).toEqual([])
  })
})
