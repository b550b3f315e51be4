import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { canonicalJson } from './canonical-json.ts'
import { freezeSpec } from './freeze-spec.ts'
import { choice, defineContract, event, flag } from './index.ts'

function everyPart(value: unknown, look: (part: object) => void): void {
  if (typeof value !== 'object' || value === null) return
  look(value)
  for (const part of Object.values(value)) everyPart(part, look)
}

describe('what is declared', () => {
  it('is plain frozen data, all through', () => {
    everyPart(acme, (part) => {
      expect(Object.isFrozen(part)).toBe(true)
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(part))
    })
  })

  it('is what JSON keeps, so that two copies of the language agree', () => {
    expect(JSON.parse(JSON.stringify(acme))).toEqual(acme)
    expect(canonicalJson(JSON.parse(JSON.stringify(acme)))).toBe(canonicalJson(acme))
  })

  it('loses what is undefined, however deep', () => {
    const spec = event({
      what: 'a',
      why: 'b',
      readBy: ['c'],
      fields: { x: { need: 'optional', only: undefined as never } },
      link: undefined as never,
    })
    expect(Object.keys(spec)).toEqual(['kind', 'what', 'why', 'readBy', 'fields'])
    expect(Object.keys(spec.fields.x)).toEqual(['need'])
  })

  it('does not share a list with its author', () => {
    const values = ['a', 'b']
    const field = choice(values, 'x')
    values.push('c')
    expect(field.values).toEqual(['a', 'b'])
  })
})

describe('a declaration that is none', () => {
  it('may contain itself', () => {
    const cyclic: { [key: string]: unknown } = { fields: { a: flag('x') } }
    cyclic['events'] = { self: cyclic, list: [cyclic] }
    expect(Object.isFrozen(defineContract(cyclic as never))).toBe(true)
    const self: { self?: unknown } = {}
    self.self = self
    expect(freezeSpec(self)).toBe(self)
  })

  it('may be nested a hundred thousand deep', () => {
    let nest: object = {}
    for (let i = 0; i < 100_000; i++) nest = { nest }
    expect(Object.isFrozen(freezeSpec(nest))).toBe(true)
  })

  it('may hold what cannot be frozen, which is left alone', () => {
    const bytes = new Uint8Array(2)
    const day = new Date(0)
    expect(freezeSpec({ bytes, day })).toEqual({ bytes, day })
    expect(Object.isFrozen(day)).toBe(false)
  })
})
