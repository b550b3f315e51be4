import { expect, test } from 'vitest'
import { addDays, dayOf, isDay, mondayOf, toDateTime } from './utc-day.ts'

test('days that exist, in the years that a column holds', () => {
  for (const day of ['1970-01-01', '2026-11-19', '2028-02-29', '2148-12-31'])
    expect([day, isDay(day)]).toEqual([day, true])
  for (const day of [
    '2026-02-29',
    '2026-13-01',
    '1969-12-31',
    '2149-01-01',
    '2026-1-1',
    '2026-11-19T00',
    '',
    20_261_119,
    null,
  ])
    expect([day, isDay(day)]).toEqual([day, false])
})

test('more days than are remembered are judged alike', () => {
  for (let i = 0; i < 1_500; i++) expect(isDay(addDays('2026-01-01', i))).toBe(true)
  expect(isDay('2026-02-30')).toBe(false)
  expect(isDay('2026-02-28')).toBe(true)
})

test('arithmetic over month, year and leap day', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(dayOf(Date.UTC(2026, 10, 19, 23, 59))).toBe('2026-11-19')
  expect(['2026-11-16', '2026-11-19', '2026-11-22'].map(mondayOf)).toEqual(['2026-11-16', '2026-11-16', '2026-11-16'])
})

test('times cut to the hour, the minute, the second', () => {
  expect(toDateTime('2026-11-19T13')).toBe('2026-11-19 13:00:00')
  expect(toDateTime('2026-11-19T13:05')).toBe('2026-11-19 13:05:00')
  expect(toDateTime('2026-11-19T13:05:07Z')).toBe('2026-11-19 13:05:07')
  for (const at of [
    '2026-11-19',
    '2026-11-19T24',
    '2026-11-19T13:60',
    '2026-02-30T13',
    '2107-01-01T00',
    '2026-11-19T13:05:07.5',
    '',
  ])
    expect([at, toDateTime(at)]).toEqual([at, undefined])
})
