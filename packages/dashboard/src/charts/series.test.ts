import { describe, expect, it } from 'vitest'
import { byVersion, columnsToSeries, groupsToSeries, stackSeries, withoutEmptyToday } from './series.ts'

const row = (
  day: string,
  version: string,
  share: number | null,
): { day: string; version: string; share: number | null } => ({ day, version, share })

describe('series', () => {
  it('leave today out as long as it holds nothing', () => {
    const rows = [
      { day: '2026-11-19', daily: 3 },
      { day: '2026-11-20', daily: 0 },
    ]
    expect(withoutEmptyToday(rows, 'daily', '2026-11-20')).toEqual(rows.slice(0, 1))
    expect(withoutEmptyToday(rows, 'daily', '2026-11-21')).toEqual(rows)
    const filled = [rows[0]!, { day: '2026-11-20', daily: 1 }]
    expect(withoutEmptyToday(filled, 'daily', '2026-11-20')).toEqual(filled)
    expect(withoutEmptyToday([], 'daily', '2026-11-20')).toEqual([])
  })

  it('are the columns of an answer, under their labels; what is hidden is null and not zero', () => {
    const answer = {
      question: '',
      columns: [
        { name: 'day', label: 'Day', kind: 'day' as const },
        { name: 'count', label: 'Times', kind: 'count' as const },
      ],
      rows: [
        { day: '2026-11-18', count: 2 },
        { day: '2026-11-19', count: null },
      ],
      notes: [],
      sampled: false,
    }
    expect(columnsToSeries(answer, answer.rows, ['count'])).toEqual({
      days: ['2026-11-18', '2026-11-19'],
      series: [{ label: 'Times', values: [2, null] }],
    })
  })

  it('are made of long rows: every day has a place, also one without rows', () => {
    const rows = [
      row('2026-11-17', '2.10', 0.5),
      row('2026-11-17', '2.9', 0.5),
      row('2026-11-19', 'few', null),
      row('2026-11-19', '2.9', 1),
      row('2026-11-01', '2.9', 1),
    ]
    expect(groupsToSeries(rows, 'version', 'share', '2026-11-16', byVersion)).toEqual({
      days: ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'],
      series: [
        { label: 'few', values: [null, null, null, null] },
        { label: '2.9', values: [null, 0.5, null, 1] },
        { label: '2.10', values: [null, 0.5, null, null] },
      ],
    })
    expect(groupsToSeries([], 'version', 'share', '2026-11-16', byVersion)).toEqual({ days: [], series: [] })
  })

  it('stand on one another', () => {
    expect(
      stackSeries([
        { label: 'a', values: [1, null] },
        { label: 'b', values: [2, 3] },
      ]),
    ).toEqual([
      { label: 'a', values: [1, 0] },
      { label: 'b', values: [3, 3] },
    ])
  })

  it('order versions by their numbers, and words before them', () => {
    expect(['2.10', 'other', '10', '2.9', '1.0', 'few'].sort(byVersion)).toEqual([
      'few',
      'other',
      '1.0',
      '2.9',
      '2.10',
      '10',
    ])
  })
})
