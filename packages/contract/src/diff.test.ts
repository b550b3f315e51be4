import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { editContract, type Edit } from '../fixtures/edit-contract.ts'
import { FIELDS } from '../fixtures/field-arbitraries.ts'
import type { ChangeClass } from './change.ts'
import {
  diffContracts,
  isMovedEnough,
  movedVersion,
  neededMove,
  normalFlaw,
  reviewOf,
  unreviewedChanges,
  type Change,
} from './diff.ts'
import { TYPE_RULES } from './diff-type.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES } from './field-types.ts'
import { normalContract, type NormalContract } from './judge.ts'

// Which change is told how stands in spec/vectors/diff.json; here is what holds for all of them.

const contract = normalContract(acme)
const edited = (...edits: readonly Edit[]): NormalContract => editContract(contract, edits)
const moved = (at: readonly string[], put: unknown): NormalContract => edited({ at, put })

describe('the tables of changes', () => {
  it('class every attribute of every field type', () => {
    expect(Object.keys(TYPE_RULES).sort()).toEqual([...FIELD_TYPES.keys()].sort())
    for (const [kind, { attributes }] of FIELD_TYPES)
      expect([kind, ...Object.keys(TYPE_RULES[kind]!).sort()]).toEqual([kind, ...[...attributes].sort()])
  })

  it('miss no difference between two declarations of one field, whatever they say', () => {
    const kinds = [...FIELD_TYPES.keys()]
    const any = fc.constantFrom(...kinds).chain((kind) => FIELDS[kind]!.field as fc.Arbitrary<FieldSpec>)
    fc.assert(
      fc.property(any, any, (old, now) => {
        const told = diffContracts(moved(['fields', 'cached'], old), moved(['fields', 'cached'], now))
        if (told.length > 0) return
        // Nothing told: nothing but an order, a mark or a default written out differs.
        expect(old.kind).toBe(now.kind)
        const type = FIELD_TYPES.get(old.kind)!
        expect(new Set(type.values(old))).toEqual(new Set(type.values(now)))
        expect(type.cells(old)).toBe(type.cells(now))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('two contracts', () => {
  it('do not change by being compared, and are compared alike in any order of keys', () => {
    const now = edited(
      { at: ['population'], put: 20_000 },
      { at: ['fields', 'command', 'values'], put: ['init', 'ship'] },
      { at: ['events', 'tool.called', 'retention'], put: 400 },
    )
    const turned = JSON.parse(JSON.stringify(now), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as NormalContract
    const before = JSON.stringify([contract, now])
    expect(diffContracts(contract, turned)).toEqual(diffContracts(contract, now))
    expect(JSON.stringify([contract, now])).toBe(before)
    expect(diffContracts(contract, turned).map(({ path }) => path[0])).toEqual([
      'population',
      'fields',
      'fields',
      'events',
    ])
  })

  it('say in a sentence what is sent from now on, and for how long', () => {
    const sentences = (now: NormalContract): readonly string[] =>
      diffContracts(contract, now).map(({ sentence }) => sentence)
    expect(sentences(moved(['events', 'tool.called', 'uses', 'org'], { need: 'optional' }))).toEqual([
      '`tool.called` also says `org` (“The organisation that is signed in”): an id of the org, made elsewhere and opaque. It widens: no list says which values it can have.',
    ])
    expect(sentences(moved(['events', 'tool.called', 'retention'], 400))).toEqual([
      '`tool.called` is kept for 400 days instead of 90.',
    ])
    expect(sentences(moved(['consent', 'preset'], 'notice'))).toEqual([
      'Consent is `notice` instead of `opt-in`: it is on after a notice, before nothing is kept before a yes.',
    ])
  })

  it('with texts of many lines and of any length give one line each', () => {
    const [change] = diffContracts(contract, moved(['description'], `Builds\n\n# things\n${'x'.repeat(5_000)}`))
    expect(change?.sentence).not.toContain('\n')
    expect(change?.sentence.length).toBeLessThan(400)
  })
})

describe('a contract out of a lock that is none', () => {
  const places: (readonly string[])[] = []
  const walk = (value: unknown, at: readonly string[]): void => {
    if (at.length > 0) places.push(at)
    if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, [...at, key])
  }
  walk(contract, [])

  it('is said to be flawed, or is compared: whatever stands in it, nothing throws', () => {
    const odd = fc.constantFrom(null, 7, -1, '', 'x', true, [], {}, [null], [7], { a: null }, undefined)
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (at, put) => {
        const damaged = put === undefined ? edited({ at, drop: true }) : moved(at, put)
        // What `parseLock` has held already.
        if (typeof damaged.events !== 'object' || typeof damaged.fields !== 'object') return
        if (damaged.events === null || damaged.fields === null) return
        if (
          Object.values({ ...damaged.events, ...damaged.fields }).some(
            (part) => typeof part !== 'object' || part === null,
          )
        )
          return
        if (
          Object.values(damaged.events).some(
            ({ uses, measure }) => typeof uses !== 'object' || uses === null || !Array.isArray(measure),
          )
        )
          return
        const flaw = normalFlaw(damaged)
        if (flaw !== undefined) expect(flaw).not.toMatch(/\.$/)
        else
          for (const { sentence } of [...diffContracts(contract, damaged), ...diffContracts(damaged, contract)])
            expect(sentence).not.toContain('undefined')
      }),
      { numRuns: 3_000 },
    )
  })

  it('of a contract there is no flaw', () => {
    expect(normalFlaw(contract)).toBeUndefined()
  })
})

describe('the version', () => {
  const change = (of: ChangeClass): Change => ({ path: [], what: 'changed', class: of, sentence: 'x.' })

  it('moves as far as the changes ask', () => {
    expect(neededMove([])).toBe('patch')
    expect(neededMove([change('compatible')])).toBe('minor')
    expect(neededMove([change('privacy-widening')])).toBe('minor')
    expect(neededMove([change('compatible'), change('breaking')])).toBe('major')
  })

  it.each([
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.9.3', 'minor', '1.10.0'],
    ['1.2.3', 'major', '2.0.0'],
    ['0.2.3', 'major', '0.3.0'],
    ['0.2.3', 'minor', '0.3.0'],
    ['main', 'major', 'main'],
  ] as const)('%s moves by a %s to %s', (version, move, to) => {
    expect(movedVersion(version, move)).toBe(to)
  })

  it('may move further than it has to, and not less', () => {
    expect(isMovedEnough('1.2.0', '2.0.0', [change('compatible')])).toBe(true)
    expect(isMovedEnough('1.2.0', '1.2.9', [change('compatible')])).toBe(false)
    expect(isMovedEnough('1.9.0', '1.10.0', [change('compatible')])).toBe(true)
    expect(isMovedEnough('1.2.0', '1.9.0', [change('breaking')])).toBe(false)
  })
})

describe('a review', () => {
  const longer: Edit = { at: ['events', 'tool.called', 'retention'], put: 400 }
  const review = { what: 'events["tool.called"].retention', who: '@acme/privacy', when: '2026-11-19', why: 'Seasons' }
  const open = (before: object[], after: object[]): number => {
    const old = edited({ at: ['reviews'], put: before })
    const now = edited({ at: ['reviews'], put: after }, longer)
    return unreviewedChanges(diffContracts(old, now), old, now).length
  }

  it('is found by the path of the change, and by the event it is of', () => {
    expect(open([], [review])).toBe(0)
    expect(open([], [{ ...review, what: 'events["tool.called"]' }])).toBe(0)
    expect(open([], [{ ...review, what: 'Longer: `events["tool.called"].retention`, and one more.' }])).toBe(0)
  })

  it.each([
    ['none', []],
    ['of another property', [{ ...review, what: 'events["tool.called"].link' }]],
    ['of all events at once', [{ ...review, what: 'events' }]],
    ['of a property whose name only begins alike', [{ ...review, what: 'events["tool.called"].retentions' }]],
    ['of nobody', [{ ...review, who: ' ' }]],
    ['of no day', [{ ...review, when: '' }]],
  ])('%s leaves it open', (_, reviews) => {
    expect(open([], reviews)).toBe(1)
  })

  it('of an earlier change is none of this one', () => {
    expect(open([review], [review])).toBe(1)
    expect(open([review], [review, { ...review, when: '2026-12-01' }])).toBe(0)
  })

  it('names who looked at it', () => {
    const now = edited({ at: ['reviews'], put: [review] }, longer)
    const [change] = diffContracts(contract, now)
    expect(reviewOf(change!, contract, now)).toEqual(review)
  })
})
