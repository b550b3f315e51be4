import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '../../fixtures/field-arbitraries.ts'
import { anything } from '../../fixtures/hostile.ts'
import { FIELD_TYPES } from '../field-types.ts'
import { scrubText } from '../scrub-text.ts'

type Schema = { readonly [keyword: string]: unknown }

const release = fc.stringMatching(/^[0-9]{1,5}(\.[0-9]{1,5})?$/)

/** The few keywords of JSON Schema that field types use, read as the standard reads them. */
function accepts(schema: Schema, value: unknown): boolean {
  for (const [keyword, said] of Object.entries(schema)) {
    const isNumber = typeof value === 'number'
    switch (keyword) {
      case 'type':
        if (said === 'integer' ? !Number.isInteger(value) : typeOf(value) !== said) return false
        break
      case 'enum':
        if (!(said as unknown[]).includes(value)) return false
        break
      case 'const':
        if (said !== value) return false
        break
      case 'pattern':
        if (typeof value === 'string' && !new RegExp(said as string, 'u').test(value)) return false
        break
      case 'maxLength':
        if (typeof value === 'string' && Array.from(value).length > (said as number)) return false
        break
      case 'not':
        if (accepts(said as Schema, value)) return false
        break
      case 'minimum':
        if (isNumber && value < (said as number)) return false
        break
      case 'maximum':
        if (isNumber && value > (said as number)) return false
        break
      case 'multipleOf':
        if (isNumber && !Number.isInteger(value / (said as number))) return false
        break
      case 'items':
        if (Array.isArray(value) && !Array.from(value).every((item) => accepts(said as Schema, item))) return false
        break
      case 'uniqueItems':
        if (Array.isArray(value) && new Set(value).size !== value.length) return false
        break
      case 'maxItems':
        if (Array.isArray(value) && value.length > (said as number)) return false
        break
      case 'propertyNames':
        if (typeOf(value) === 'object' && !keysOf(value).every((key) => accepts(said as Schema, key))) return false
        break
      case 'additionalProperties':
        if (
          typeOf(value) === 'object' &&
          !keysOf(value).every((key) => accepts(said as Schema, (value as Schema)[key]))
        )
          return false
        break
      case 'maxProperties':
        if (typeOf(value) === 'object' && keysOf(value).length > (said as number)) return false
        break
      case 'anyOf':
        if (!(said as Schema[]).some((one) => accepts(one, value))) return false
        break
      default:
        throw new Error(`The keyword ${keyword} is not read here.`)
    }
  }
  return true
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
}

function keysOf(value: unknown): string[] {
  return Object.keys(value as object)
}

// Nothing that JSON can say.
function isOfClass(value: unknown): boolean {
  if (typeOf(value) !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && prototype !== Object.prototype
}

// What no schema says: that nothing in a text is left to mask.
function isUnmasked(kind: string, value: unknown): boolean {
  return kind === 'text' && typeof value === 'string' && (scrubText(value) !== value || value === '[redacted]')
}

// What no schema says: that the words of a set are sorted.
function isUnsorted(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((word) => typeof word === 'string') && value.join() !== [...value].sort().join()
  )
}

describe('the schema of a field', () => {
  for (const [kind, type] of FIELD_TYPES) {
    it(`of the type ${kind} accepts what judge keeps and refuses what it leaves out`, () => {
      const { field: declarations, raw } = FIELDS[kind]!
      const ports = { hash: (_: string, value: string) => value.length.toString(16).padStart(32, '0') }
      const cases = declarations.chain((field) =>
        fc.record({
          field: fc.constant(field),
          value: fc.oneof(raw(field), anything, fc.integer({ min: -2_000, max: 2_000 }), release),
        }),
      )
      fc.assert(
        fc.property(cases, ({ field, value }) => {
          const schema = type.schema(field)
          const admitted = type.admit(field, ports, 'event')(value, { reason: undefined })
          for (const wire of [value, admitted]) {
            // A schema cannot tell −0 from 0, and JSON from outside is re-written before it is stored.
            if (wire === undefined || Object.is(wire, -0) || isUnsorted(wire) || isOfClass(wire)) continue
            if (isUnmasked(kind, wire)) continue
            expect([wire, accepts(schema, wire)]).toEqual([wire, type.judge(field)(wire) === undefined])
          }
        }),
        { numRuns: 800 },
      )
    })
  }
})
