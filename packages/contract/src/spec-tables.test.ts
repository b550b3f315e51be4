import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fieldType } from './field-types.ts'
import { EVENT_PROBES, LIMITS, PROBES, REASONS } from './judge.ts'

// What other languages read and what this one runs are one table.

function spec(name: string): { readonly [key: string]: unknown } {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../spec', name), 'utf8')) as {
    readonly [key: string]: unknown
  }
}

describe('the tables that every language reads', () => {
  it('reasons.json is the closed list of reasons, in its order', () => {
    const listed = spec('reasons.json')['reasons'] as readonly { reason: string; kind: string; says: string }[]
    expect(listed.map(({ reason, says }) => [reason, says])).toEqual(Object.entries(REASONS))
    for (const { kind } of listed)
      expect(['record-dropped', 'value-left-out', 'value-changed', 'client-only']).toContain(kind)
  })

  it('probes.json is the table of probes, each a sound declaration', () => {
    expect(spec('probes.json')['probes']).toEqual(PROBES)
    expect(spec('probes.json')['eventOnly']).toEqual(EVENT_PROBES)
    for (const probe of Object.values(PROBES)) expect(fieldType(probe).problems(probe)).toEqual([])
  })

  it('limits.json has every number of the judge, and a reason for every number', () => {
    const { about: _, ...groups } = spec('limits.json') as {
      readonly [group: string]: { readonly [name: string]: { value: number; unit: string; why: string } }
    }
    expect(Object.fromEntries(Object.entries(groups['judge']!).map(([name, { value }]) => [name, value]))).toEqual(
      LIMITS,
    )
    for (const group of Object.values(groups)) {
      for (const { value, unit, why } of Object.values(group)) {
        expect(Number.isInteger(value)).toBe(true)
        expect(unit).not.toBe('')
        expect(why).toMatch(/\.$/)
      }
    }
  })
})
