import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import type { Contract } from './contract-spec.ts'
import { bucket, event, measure, rollup } from './index.ts'
import { compileContract, compileEvent, normalContract, normalEvent } from './judge.ts'

const said = { what: 'a', why: 'b', readBy: ['chart:c'] }

describe('a compiled contract', () => {
  it('is made of a contract as authored or as locked, and answers alike', () => {
    expect(compileContract(normalContract(acme)).contract).toEqual(compileContract(acme).contract)
  })

  it('compiles an event once, at its first use', () => {
    const compiled = compileContract(acme)
    expect(compiled.event('tool.called')).toBe(compiled.event('tool.called'))
    expect(compiled.event('hasOwnProperty')).toBeUndefined()
  })

  it('knows which slots stand where', () => {
    const compiled = compileContract(acme)
    const names = (event: string): readonly (readonly string[])[] => {
      const { body, measures, externals } = compiled.event(event)!
      return [body, measures, externals].map((slots) => slots.map(({ name }) => name))
    }
    expect(names('command.completed')).toEqual([['command', 'outcome'], ['duration', 'cost'], []])
    expect(names('project.indexed')).toEqual([
      ['files', 'duration', 'warnings', 'balance', 'cached', 'project', 'call', 'outcome'],
      [],
      ['org'],
    ])
  })

  it('does not treat a contract that leaves something unsaid as a normal one', () => {
    const sparse = {
      ...acme,
      tags: [],
      stability: 'stable',
      population: 10_000,
      retention: {},
      ci: 'off',
      reviews: [],
      events: {},
    } as Contract
    expect(normalContract(sparse).retention).toEqual({ raw: 90, aggregates: 'forever' })
  })
})

describe('a narrowed field', () => {
  it('takes no alias of a value that it leaves out', () => {
    const narrowed = { ...acme, events: { a: rollup({ ...said, by: { command: { only: ['init'] } } }) } }
    const compiled = compileContract(narrowed as never)
    const verdict = compiled.admit('a', { command: 'b' })
    expect(verdict).toMatchObject({ record: { by: { command: 'other' } }, drift: [['a', 'command', 'other']] })
  })
})

describe('a constant', () => {
  const fields = { size: bucket([10], 'x'), cost: measure('x', { decimals: 2 }) }
  const contract = {
    ...acme,
    context: [],
    fields,
    events: { a: event({ ...said, fields: { size: { is: 50 }, cost: { is: 1.5 } } }) },
  }

  it('is given in the words of a call site, and stands on the wire like any value', () => {
    const compiled = compileContract(contract as never)
    expect(compiled.admit('a', {})).toMatchObject({ record: { fields: { size: '10+', cost: 150 } }, drift: [] })
    expect(compiled.admit('a', { size: 60, cost: 1.5 })).toMatchObject({
      record: { fields: { size: '10+', cost: 150 } },
      drift: [],
    })
    expect(compiled.admit('a', { size: 6 })).toMatchObject({
      record: { fields: { size: '10+' } },
      drift: [['a', 'size', 'not-on-list']],
    })
  })

  it('that its field does not take is a promise that check broke', () => {
    const wrong = { ...contract, events: { a: event({ ...said, fields: { size: { is: 'big' } } }) } }
    expect(() => compileContract(wrong as never).event('a')).toThrow('"size" has no such value')
  })
})

describe('our own broken promises', () => {
  it('are said in a sentence', () => {
    const normal = normalContract({ ...acme, context: [] })
    const spec = normalEvent(acme, 'x', rollup({ ...said, by: ['nothing'] }))
    expect(() => compileEvent(normal, 'x', spec, {})).toThrow('x: no field "nothing".')
  })
})
