import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '../../fixtures/field-arbitraries.ts'
import { anything, hostileValues } from '../../fixtures/hostile.ts'
import { fieldGate } from '../field-gates.ts'
import type { AdmitPorts, FieldSpec, Note, WireValue } from '../field-spec.ts'
import { FIELD_TYPES, fieldType } from '../field-types.ts'
import { NUMBER_KINDS } from '../number-kinds.ts'
import { wireRange, type NumberSpec } from './number-field.ts'

const ports: AdmitPorts = { hash: (kind, value) => (kind.length + value.length).toString(16).padStart(32, '0') }

/** What has to be admitted to give a wire value: the value itself but where the wire says it in other words. */
function rawOf(field: FieldSpec, wire: WireValue): unknown {
  if (NUMBER_KINDS.has(field.kind)) return (wire as number) / wireRange(field as NumberSpec<string>).scale
  return wire
}

for (const [kind, type] of FIELD_TYPES) {
  const { field: declarations, raw } = FIELDS[kind]!
  const cases = declarations.chain((field) =>
    fc.record({ field: fc.constant(field), value: fc.oneof(raw(field), anything) }),
  )

  describe(`the law of ${kind}`, () => {
    it('what admit gives, judge accepts, and JSON keeps', () => {
      fc.assert(
        fc.property(cases, ({ field, value }) => {
          const admit = type.admit(field, ports, 'event')
          const judge = type.judge(field)
          const kept = admit(value, { reason: undefined })
          if (kept === undefined) return
          expect(judge(kept)).toBeUndefined()
          expect(JSON.parse(JSON.stringify(kept))).toStrictEqual(kept)
        }),
        { numRuns: 1_500 },
      )
    })

    it('says why whenever it leaves a value out', () => {
      fc.assert(
        fc.property(cases, ({ field, value }) => {
          const note: Note = { reason: undefined }
          if (type.admit(field, ports, 'event')(value, note) === undefined) expect(note.reason).toBeDefined()
        }),
        { numRuns: 1_500 },
      )
    })

    it('answers hostile values at both entrances, in time and without a throw', () => {
      fc.assert(
        fc.property(declarations, (field) => {
          const admit = type.admit(field, ports, 'event')
          const judge = type.judge(field)
          for (const value of hostileValues()) {
            const kept = admit(value, { reason: undefined })
            if (kept !== undefined) expect(judge(kept)).toBeUndefined()
            judge(value)
          }
        }),
        { numRuns: 20 },
      )
    })

    it('judge answers anything with a reason or with nothing', () => {
      fc.assert(
        fc.property(cases, ({ field, value }) => {
          const reason = type.judge(field)(value)
          expect(
            reason === undefined || ['off-type', 'off-shape', 'out-of-range', 'not-on-list'].includes(reason),
          ).toBe(true)
        }),
        { numRuns: 1_500 },
      )
    })

    it('sound declarations have no problems, and their finite lists are what judge accepts', () => {
      fc.assert(
        fc.property(declarations, (field) => {
          expect(type.problems(field)).toEqual([])
          const values = type.values(field)
          if (values === undefined) return
          expect(values.length).toBe(type.cells(field))
          expect(new Set(values).size).toBe(values.length)
          for (const value of values) expect(type.judge(field)(value)).toBeUndefined()
        }),
      )
    })

    if (type.narrow !== undefined)
      it('narrowed by a use says some of its words, and keeps the law', () => {
        const narrowed = declarations.chain((field) => {
          const words = [...new Set(type.words?.(field) ?? type.values(field) ?? [])] as string[]
          const rest = kind === 'domain' ? 'other-site' : 'other'
          const some = fc
            .uniqueArray(fc.constantFrom(rest, ...words), { maxLength: 4 })
            .map((list) => list.filter((word) => word !== rest))
          return some.chain((only) =>
            fc.record({
              only: fc.constant(new Set<unknown>([...only, rest])),
              field: fc.constant(type.narrow!(field, only)),
              open: fc.constant(words.length === 0),
              value: fc.oneof(raw(field), fc.constantFrom(...words, rest)),
            }),
          )
        })
        fc.assert(
          fc.property(narrowed, ({ field, only, open, value }) => {
            const judge = type.judge(field)
            const kept = type.admit(field, ports, 'event')(value, { reason: undefined })
            if (kept === undefined) return
            expect(judge(kept)).toBeUndefined()
            // Any label of an open list is no word that a use could name.
            if (open) return
            const said = typeof kept === 'string' ? [kept] : Array.isArray(kept) ? kept : Object.keys(kept)
            for (const word of said) expect(only.has(word)).toBe(true)
          }),
          { numRuns: 300 },
        )
      })

    if (kind !== 'hash' && kind !== 'bucket')
      it('judge accepts nothing that admit cannot give', () => {
        fc.assert(
          fc.property(cases, ({ field, value }) => {
            if (type.judge(field)(value) !== undefined) return
            const admit = type.admit(field, ports, 'event')
            expect(admit(rawOf(field, value as WireValue), { reason: undefined })).toEqual(value)
          }),
          { numRuns: 2_000 },
        )
      })
  })
}

describe('the two tables', () => {
  it('know the same types, and each type holds its own gate', () => {
    for (const [kind, type] of FIELD_TYPES) {
      const gate = fieldGate({ kind, doc: '' })
      expect({ ...gate }).toEqual({
        ...gate,
        ...Object.fromEntries(Object.keys(gate).map((key) => [key, type[key as keyof typeof type]])),
      })
    }
  })

  it('throw for a type that check would have refused', () => {
    expect(() => fieldGate({ kind: 'essay', doc: '' })).toThrow('No field type is called "essay"')
    expect(() => fieldType({ kind: '__proto__', doc: '' })).toThrow('plainsight check')
  })
})
