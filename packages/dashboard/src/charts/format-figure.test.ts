import { describe, expect, it } from 'vitest'
import { formatAgo, formatAmount, formatDay, formatFullDay, formatShare, formatValue } from './format-figure.ts'

describe('figures', () => {
  it.each([
    [0, 'ms', '0 ms'],
    [166.3, 'ms', '166 ms'],
    [1_584, 'ms', '1.58 s'],
    [119_000, 'ms', '119 s'],
    [600_000, 'ms', '10 min'],
    [9_000_000, 'ms', '2.5 h'],
    [0.25, 's', '250 ms'],
    [90, 's', '90 s'],
    [1_234_567, undefined, '1,230,000'],
    [12.5, '%', '12.5 %'],
  ])('%d %s is %s', (amount, unit, text) => {
    expect(formatAmount(amount, unit)).toBe(text)
  })

  it('are told apart by their columns', () => {
    expect(formatValue(1_234, { name: 'count', label: '', kind: 'count' })).toBe('1,234')
    expect(formatValue(0.123_4, { name: 'share', label: '', kind: 'share' })).toBe('12.3%')
    expect(formatValue('2026-11-19', { name: 'day', label: '', kind: 'day' })).toBe('Thu, 19 Nov 2026')
    expect(formatValue('<b>bold</b>', { name: 'value', label: '', kind: 'text' })).toBe('<b>bold</b>')
  })

  it('that may not be shown are called few, and amounts that were not measured a dash', () => {
    expect(formatValue(null, { name: 'count', label: '', kind: 'count' })).toBe('few')
    expect(formatValue(null, { name: 'p50', label: '', kind: 'amount', unit: 'ms' })).toBe('–')
  })

  it('of days are UTC', () => {
    expect([formatDay('2026-11-19'), formatFullDay('2026-11-19')]).toEqual(['19 Nov', 'Thu, 19 Nov 2026'])
    expect(formatShare(1)).toBe('100%')
  })

  it('of time past grow coarser', () => {
    const now = Date.parse('2026-11-20T09:00:30Z')
    expect(
      ['2026-11-20T09:00', '2026-11-20T08:30', '2026-11-20T03:00', '2026-11-10T09:00', '2026-11-20T09:05'].map((at) =>
        formatAgo(at, now),
      ),
    ).toEqual(['just now', '30 min ago', '6 h ago', '10 days ago', 'just now'])
  })
})
