import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileContract } from '../compile-contract.ts'
import { defineContract, event } from '../define-contract.ts'
import { KNOWN_LISTS } from '../known-lists.ts'
import { normalContract } from '../normal-contract.ts'
import { choice } from './choice.ts'
import { choices } from './choices.ts'
import { known } from './known.ts'
import { tally } from './tally.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] }
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: {
    provider: choice(['openai', 'anthropic'], 'Whose model'),
    model: known('model', 'Which model', { vendorFrom: 'provider' }),
  },
  events: {
    seen: event({
      what: 'x',
      why: 'x',
      readBy: ['chart:x'],
      fields: { provider: 'optional', model: 'required' },
    }),
  },
})

describe('a name that no list has', () => {
  const modelOf = (given: object): unknown => {
    const verdict = compileContract(contract).admit('seen', given)
    return verdict.kind === 'kept' && 'fields' in verdict.record ? verdict.record.fields['model'] : undefined
  }

  it('is its vendor where the field beside it names one', () => {
    expect(modelOf({ provider: 'openai', model: 'zephyrbank-7b' })).toBe('openai-other')
    expect(modelOf({ provider: 'Anthropic', model: 'zephyrbank-7b' })).toBe('anthropic-other')
  })

  it('is other where that field names nobody who is public, or cannot be read', () => {
    expect(modelOf({ provider: 'zephyrbank', model: 'zephyrbank-7b' })).toBe('other')
    expect(modelOf({ provider: 'constructor', model: 'zephyrbank-7b' })).toBe('other')
    expect(modelOf({ model: 'zephyrbank-7b' })).toBe('other')
    const hostile = { model: 'zephyrbank-7b' }
    Object.defineProperty(hostile, 'provider', {
      get() {
        throw new Error('hostile')
      },
    })
    expect(modelOf(hostile)).toBe('other')
  })
})

describe('the list', () => {
  it('stands in the lock, and judges by what stands there', () => {
    const locked = normalContract(contract)
    expect(locked.fields['model']).toMatchObject({ list: KNOWN_LISTS['model']![0] })
    const later = JSON.parse(JSON.stringify(locked).replaceAll('"gpt-4o"', '"gpt-9"')) as typeof locked
    const station = { source: 'cli', day: '2026-11-19', version: '1.0.0', service: false }
    const wire = (model: string): unknown => ({ name: 'seen', at: '2026-11-19T13', fields: { model } })
    expect(compileContract(later).judge(wire('gpt-9'), station).kind).toBe('kept')
    expect(compileContract(later).judge(wire('gpt-4o'), station).kind).toBe('dropped')
    expect(compileContract(locked).judge(wire('gpt-9'), station).kind).toBe('dropped')
  })

  it('of a set or a tally stands in the lock too, and judges by what stands there', () => {
    const fields = { databases: choices({ known: 'driver' }, 'x'), connections: tally({ known: 'driver' }, 'x') }
    const locked = normalContract({
      ...contract,
      fields,
      events: { seen: event({ ...said, fields: { databases: 'optional', connections: 'optional' } }) },
    })
    for (const field of Object.values(locked.fields)) expect(field).toMatchObject({ list: KNOWN_LISTS['driver']![0] })
    const later = JSON.parse(JSON.stringify(locked).replaceAll('"duckdb"', '"gooseb"')) as typeof locked
    const slots = compileContract(later).event('seen')!.slot
    for (const [name, wire] of [
      ['databases', (word: string): unknown => [word]],
      ['connections', (word: string): unknown => ({ [word]: 1 })],
    ] as const) {
      expect(slots.get(name)!.judge(wire('gooseb'))).toBeUndefined()
      expect(slots.get(name)!.judge(wire('duckdb'))).toBe('not-on-list')
    }
  })

  it.each(Object.entries(KNOWN_LISTS))(
    'of the kind %s is published as it is judged by, in small letters',
    (kind, editions) => {
      const file = JSON.parse(
        readFileSync(join(import.meta.dirname, `../../../../spec/known/${kind}.json`), 'utf8'),
      ) as { editions: unknown }
      expect(file.editions).toEqual(editions)
      for (const { names, aliases, vendors } of editions) {
        expect(new Set(names).size).toBe(names.length)
        for (const name of [...names, ...Object.keys(aliases), ...Object.keys(vendors)])
          expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
        for (const name of Object.values(aliases)) expect(names).toContain(name)
      }
    },
  )
})
