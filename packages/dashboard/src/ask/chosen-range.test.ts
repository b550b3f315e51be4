import { describe, expect, it } from 'vitest'
import { readRange, writeRange } from './chosen-range.ts'

const read = (search: string): ReturnType<typeof readRange> => readRange(new URLSearchParams(search), '2026-11-20')

describe('the chosen range', () => {
  it('is a number of finished days, and today on top', () => {
    expect(read('days=7')).toEqual({ from: '2026-11-13', to: '2026-11-20', preset: 7 })
    expect(read('days=90')).toEqual({ from: '2026-08-22', to: '2026-11-20', preset: 90 })
  })

  it('is two days of one own', () => {
    expect(read('from=2026-11-01&to=2026-11-12')).toEqual({ from: '2026-11-01', to: '2026-11-12', preset: 'custom' })
  })

  it.each([
    '',
    'days=5',
    'from=2026-11-12&to=2026-11-01',
    'from=2026-02-30&to=2026-11-01',
    'from=2024-01-01&to=2026-11-01',
    'from=<script>&to=2026-11-01',
    'from=2026-11-01',
  ])('is the last 30 days where "%s" is none', (search) => {
    expect(read(search)).toEqual({ from: '2026-10-21', to: '2026-11-20', preset: 30 })
  })

  it('comes back as it was written, and leaves the rest of the address alone', () => {
    const before = new URLSearchParams('where=os%3Dlinux&days=7')
    const custom = writeRange(before, { preset: 'custom', from: '2026-11-01', to: '2026-11-12' })
    expect(custom.toString()).toBe('where=os%3Dlinux&from=2026-11-01&to=2026-11-12')
    expect(read(custom.toString())).toMatchObject({ from: '2026-11-01', to: '2026-11-12' })
    expect(writeRange(custom, { preset: 90 }).toString()).toBe('where=os%3Dlinux&days=90')
  })
})
