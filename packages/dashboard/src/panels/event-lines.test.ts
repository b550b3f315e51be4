import type { MenuEvent } from '@plainsight/questions'
import { describe, expect, it } from 'vitest'
import { eventLines } from './events-panel.tsx'
import { bandColors } from './versions-panel.tsx'

const event = (name: string): MenuEvent => ({
  name,
  kind: 'rollup',
  what: '',
  why: '',
  readBy: [],
  sources: [],
  identity: 'none',
  retention: 90,
  by: [],
  fields: [],
  measure: [],
  context: [],
  splits: [],
  measures: [],
})

describe('the list of events', () => {
  it('adds up each declared event, the most frequent first, and keeps those that nobody reported', () => {
    const rows = [
      { event: 'b', day: '2026-11-18', count: 2 },
      { event: 'a', day: '2026-11-18', count: 4 },
      { event: 'b', day: '2026-11-19', count: 3 },
      { event: 'undeclared', day: '2026-11-19', count: 99 },
    ]
    const lines = eventLines([event('a'), event('b'), event('c')], rows, '2026-11-18', '2026-11-20', '2026-11-20')
    expect(lines.map((line) => [line.event.name, line.count, line.last, line.values])).toEqual([
      ['b', 5, '2026-11-19', [2, 3]],
      ['a', 4, '2026-11-18', [4, 0]],
      ['c', 0, undefined, [0, 0]],
    ])
  })
})

describe('the colours of versions', () => {
  it('grow stronger with the version, and what is no version is grey', () => {
    expect(bandColors(['few', 'other', '2.3', '2.4'])).toEqual([
      '--series-few',
      '--series-grey',
      '--version-4',
      '--version-7',
    ])
    expect(bandColors(['1.0'])).toEqual(['--version-7'])
    const seven = ['1', '2', '3', '4', '5', '6', '7']
    expect(bandColors(seven)).toEqual(seven.map((n) => `--version-${n}`))
  })
})
