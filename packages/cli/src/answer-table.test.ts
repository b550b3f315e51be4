import { describe, expect, it } from 'vitest'
import { answerTable } from './answer-table.ts'

describe('answerTable', () => {
  it('sets words to the left and numbers to the right, and marks what is no value of the contract', () => {
    expect(
      answerTable({
        title: 'A breakdown',
        columns: [
          { name: 'value', label: 'Command', kind: 'text' },
          { name: 'part', label: 'Part', kind: 'part' },
          { name: 'count', label: 'Counted', kind: 'count' },
          { name: 'share', label: 'Share', kind: 'share' },
          { name: 'p50', label: 'Middle', kind: 'amount', unit: 'ms' },
        ],
        rows: [
          { value: 'list', part: 'value', count: 1200, share: 0.75, p50: 12 },
          { value: 'other', part: 'other', count: 40, share: 0.025, p50: null },
          { value: 'few', part: 'few', count: null, share: null, p50: null },
        ],
        notes: ['Rounded.'],
      }),
    ).toEqual([
      'A breakdown',
      '',
      'Command  Counted   Share  Middle (ms)',
      'list        1200  75.0 %           12',
      '(other)       40   2.5 %            –',
      '(few)          –       –            –',
      '',
      'Rounded.',
    ])
  })

  it('says when there is nothing to show', () => {
    expect(answerTable({ title: 'Drift', columns: [], rows: [], notes: [] })).toEqual(['Drift', '', 'Nothing to show.'])
  })
})
