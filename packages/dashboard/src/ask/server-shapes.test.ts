import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAnswer, parseContracts } from './server-shapes.ts'

describe('what the server sends', () => {
  it('is read as columns and rows; only named columns, numbers and texts pass', () => {
    const columns = [
      { name: 'day', label: 'Day', kind: 'day' },
      { name: 'count', label: 'Times', kind: 'count' },
    ]
    const rows = [
      { day: '2026-11-19', count: 3, secret: 1 },
      { day: {}, count: null },
    ]
    expect(parseAnswer({ question: 'event-counts', columns, rows, notes: ['One', 2], sampled: true })).toEqual({
      question: 'event-counts',
      columns,
      rows: [
        { day: '2026-11-19', count: 3 },
        { day: null, count: null },
      ],
      notes: ['One'],
      sampled: true,
    })
    expect(parseAnswer({ columns, rows, hidden: true })).toMatchObject({ hidden: true, notes: [], sampled: false })
  })

  it.each([
    null,
    'x',
    [],
    { columns: [] },
    { rows: [] },
    { columns: [{ name: 1 }], rows: [] },
    { columns: [], rows: [1] },
  ])('%j is no answer', (data) => {
    expect(parseAnswer(data)).toBeUndefined()
  })

  it('names contracts and their events; what has no name is left out', () => {
    const menu = [
      {
        name: 'acme',
        events: [{ name: 'a.b', splits: [{ name: 'os', doc: 'System', kind: 'choice' }, {}] }, {}],
        presence: false,
      },
      { title: 'x' },
    ]
    const contracts = parseContracts(menu)
    expect(contracts).toMatchObject([
      { name: 'acme', title: 'acme', presence: false, events: [{ name: 'a.b', splits: [{ name: 'os' }] }] },
    ])
    expect(parseContracts({ error: 'closed' })).toBeUndefined()
  })

  it('never stops the page, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        parseAnswer(data)
        parseContracts(data)
        parseContracts([data, { name: 'x', events: [data, { name: 'y', splits: data, measures: data, by: data }] }])
      }),
    )
  })
})
