import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { anything, hostileValues } from '../fixtures/hostile.ts'
import { checkContract } from './check.ts'
import { bucket, choice, count, defineContract, event, flag, hash, id, measure, rollup, version } from './index.ts'
import { compileContract } from './judge.ts'

const RUN = 'command.completed'

describe('a sound contract', () => {
  it('breaks no rule', () => {
    expect(checkContract(acme)).toEqual([])
  })

  it('that declares nothing breaks none either', () => {
    const bare = defineContract({
      name: 'bare',
      version: '0.1.0',
      title: 'Bare',
      description: 'Nothing.',
      owners: ['me'],
      consent: { preset: 'notice' },
      sources: ['cli'],
      fields: {},
      events: {},
    })
    expect(checkContract(bare)).toEqual([])
  })
})

describe('what is no contract', () => {
  it('gives a list and never a throw', () => {
    for (const value of hostileValues()) {
      expect(checkContract(value).length).toBeGreaterThan(0)
      for (const key of [
        'name',
        'version',
        'fields',
        'events',
        'context',
        'presence',
        'retention',
        'sources',
        'consent',
        'accepts',
        'reviews',
        'includes',
        'environment',
        'codes',
        'classes',
        'packages',
        'text',
        'edition',
        'kind',
        'by',
        'readBy',
        'sampling',
        'alerts',
      ]) {
        checkContract({ ...acme, [key]: value })
        checkContract({
          ...acme,
          events: { ...acme.events, 'program.failed': { ...acme.events['program.failed'], [key]: value } },
        })
        checkContract({ ...acme, reviews: [{ rule: value, where: value, who: 'a', when: value, why: 'b' }] })
        checkContract({ ...acme, includes: [{ library: value, prefix: value, fields: value, events: { a: value } }] })
        checkContract({ ...acme, fields: { ...acme.fields, cached: { ...acme.fields.cached, noise: value } } })
        checkContract({ ...acme, fields: { ...acme.fields, cached: value } })
        checkContract({ ...acme, events: { ...acme.events, [RUN]: value } })
        checkContract({ ...acme, events: { ...acme.events, [RUN]: { ...acme.events[RUN], [key]: value } } })
      }
    }
    for (const kind of ['flag', 'count', 'measure', 'duration', 'bucket', 'choice', 'version', 'id', 'hash'])
      for (const value of hostileValues())
        for (const attribute of [
          'edges',
          'labels',
          'values',
          'aliases',
          'parts',
          'live',
          'min',
          'max',
          'decimals',
          'exact',
          'of',
          'form',
        ])
          checkContract({ ...acme, fields: { ...acme.fields, cached: { kind, doc: 'x', [attribute]: value } } })
  })

  it('gives the same however it is made', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(checkContract(value)).toEqual(checkContract(value))
      }),
      { numRuns: 500 },
    )
  })

  it('is a clear list for a thousand errors at once', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [`field_${i}`, { kind: 'chioce', doc: '' }]),
    )
    const found = checkContract({ ...acme, fields: { ...acme.fields, ...fields } })
    expect(found.filter(({ rule }) => rule === 'field-name').length).toBe(1_000)
    expect(found.filter(({ rule }) => rule === 'field-type').length).toBe(1_000)
  })

  it('costs a bound: a list without end, a nest without end', () => {
    const nest: unknown[] = []
    let inner = nest
    for (let i = 0; i < 10_000; i++) {
      const next: unknown[] = []
      inner.push(next)
      inner = next
    }
    expect(checkContract({ ...acme, tags: nest }).map(({ rule }) => rule)).toContain('plain-data')
    const shared: { [key: string]: unknown } = {}
    let doubled: unknown = shared
    for (let i = 0; i < 22; i++) doubled = [doubled, doubled]
    expect(checkContract({ ...acme, tags: doubled }).map(({ rule }) => rule)).toContain('plain-data')
  })
})

describe('what check lets through', () => {
  const doc = 'x'
  const names = ['alpha', 'beta', 'gamma', 'delta'] as const
  const kinds = fc.constantFrom(
    flag(doc, { transient: true }),
    choice(['a', 'b'], doc, { transient: true }),
    bucket([1, 2], doc, { transient: true }),
    version(doc, { transient: true }),
    count(doc),
    measure(doc, { min: -5 }),
    hash('project', doc),
    id('call', doc),
  )
  const uses = fc.constantFrom(
    'required',
    'optional',
    { only: ['a'] },
    { is: 'a' },
    { is: true },
    { is: 4 },
    { cap: 5 },
  )

  it('compiles: no contract without an error makes the judge throw', () => {
    const contracts = fc.record({
      fields: fc.record({ alpha: kinds, beta: kinds, gamma: kinds, delta: kinds }),
      by: fc.dictionary(fc.constantFrom(...names, 'os', 'nothing'), uses, { maxKeys: 4 }),
      shape: fc.dictionary(fc.constantFrom(...names, 'os', 'nothing'), uses, { maxKeys: 4 }),
      measured: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
      identity: fc.constantFrom('none' as const, 'month' as const),
    })
    let sound = 0
    fc.assert(
      fc.property(contracts, ({ fields, by, shape, measured, identity }) => {
        const said = { what: 'a', why: 'b', readBy: ['chart:c'], identity, identityReason: 'd' }
        const contract = {
          ...acme,
          context: ['os'],
          fields,
          events: {
            a: rollup({ ...said, by: by as object, measure: measured }),
            b: event({ ...said, fields: shape as object }),
          },
        }
        if (checkContract(contract).some(({ severity }) => severity === 'error')) return
        sound++
        const judge = compileContract(contract as never)
        for (const name of ['a', 'b']) expect(judge.event(name)).toBeDefined()
      }),
      { numRuns: 1_500 },
    )
    expect(sound).toBeGreaterThan(20)
  })
})
