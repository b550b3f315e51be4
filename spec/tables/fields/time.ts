import { fieldCases, HOSTILE, LEFT_OUT, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const NOON = 1_795_089_907_000
const notTimes: readonly Admitted[] = HOSTILE.map(([says, value, kind]) => [
  `${says} is left out`,
  value,
  LEFT_OUT,
  kind === 'text' ? 'off-shape' : 'off-type',
])
const notWire: readonly Judged[] = HOSTILE.map(([says, value, kind]) => [
  `${says} is left out`,
  value,
  kind === 'text' ? 'off-shape' : 'off-type',
])

const outside: readonly Admitted[] = [
  ['a time before 2000 is left out', 946_684_799_999, LEFT_OUT, 'out-of-range'],
  ['a time after 2099 is left out', 4_102_444_800_000, LEFT_OUT, 'out-of-range'],
  ['an account number is no time of ours', 4_111_111_111_111_111, LEFT_OUT, 'out-of-range'],
  ['a telephone number is no time of ours', 4_915_112_345_678, LEFT_OUT, 'out-of-range'],
  ['seconds in the place of milliseconds are left out', 1_795_089_907, LEFT_OUT, 'out-of-range'],
  ['a day that does not exist is left out', '2026-02-30', LEFT_OUT, 'off-shape'],
  ['a month that does not exist is left out', '2026-13-01', LEFT_OUT, 'off-shape'],
  ['an hour that does not exist is left out', '2026-11-19T24:00Z', LEFT_OUT, 'off-shape'],
  ['a minute that does not exist is left out', '2026-11-19T12:60Z', LEFT_OUT, 'off-shape'],
  ['a day in words is left out', '19 November 2026', LEFT_OUT, 'off-shape'],
  ['a time with a name behind it is left out', '2026-11-19T12:05:07Z anna', LEFT_OUT, 'off-shape'],
  ['a day of another century is left out', '1999-12-31', LEFT_OUT, 'out-of-range'],
]

export const dayVectors: VectorFile = {
  path: 'fields/day.json',
  about: 'A time is cut to its UTC day, from 2000 to 2099.',
  cases: fieldCases({
    field: { kind: 'day', doc: 'When the index was made' },
    admit: [
      ['milliseconds since 1970 become their day', NOON, '2026-11-19'],
      ['a day is kept', '2026-11-19', '2026-11-19'],
      ['a time loses its hour', '2026-11-19T23:59:59.999Z', '2026-11-19'],
      ['a time without an offset is UTC', '2026-11-19T23:59', '2026-11-19'],
      ['an offset moves the day back', '2026-11-20T00:30+01:00', '2026-11-19'],
      ['an offset moves the day on', '2026-11-19T23:30:00-01:00', '2026-11-20'],
      ['29 February is a day of a leap year', '2028-02-29', '2028-02-29'],
      ['29 February is no day of another year', '2027-02-29', LEFT_OUT, 'off-shape'],
      ['the first day is kept', 946_684_800_000, '2000-01-01'],
      ['the last day is kept', 4_102_444_799_999, '2099-12-31'],
      ...outside,
      ...notTimes,
    ],
    judge: [
      ['a day is kept', '2026-11-19', 'kept'],
      ['29 February of a leap year is kept', '2028-02-29', 'kept'],
      ['29 February of 2000 is kept', '2000-02-29', 'kept'],
      ['29 February of another year is left out', '2027-02-29', 'off-shape'],
      ['31 April is left out', '2026-04-31', 'off-shape'],
      ['a month 13 is left out', '2026-13-01', 'off-shape'],
      ['a time is left out', '2026-11-19T13', 'off-shape'],
      ['a day before 2000 is left out', '1999-12-31', 'off-shape'],
      ['a line feed at the end is left out', '2026-11-19\n', 'off-shape'],
      ['milliseconds are left out', NOON, 'off-type'],
      ...notWire,
    ],
  }),
}

export const hourVectors: VectorFile = {
  path: 'fields/hour.json',
  about: 'A time is cut to its UTC hour, from 2000 to 2099.',
  cases: fieldCases({
    field: { kind: 'hour', doc: 'When the server was started' },
    admit: [
      ['milliseconds since 1970 become their hour', NOON, '2026-11-19T12'],
      ['an hour is kept', '2026-11-19T13', '2026-11-19T13'],
      ['a day is its first hour', '2026-11-19', '2026-11-19T00'],
      ['a time loses its minutes', '2026-11-19T13:59:59Z', '2026-11-19T13'],
      ['an offset moves the hour', '2026-11-19T13:10+05:30', '2026-11-19T07'],
      ...outside,
      ...notTimes,
    ],
    judge: [
      ['an hour is kept', '2026-11-19T13', 'kept'],
      ['the last hour is kept', '2026-11-19T23', 'kept'],
      ['an hour 24 is left out', '2026-11-19T24', 'off-shape'],
      ['a day is left out', '2026-11-19', 'off-shape'],
      ['minutes are left out', '2026-11-19T13:05', 'off-shape'],
      ['an hour of a day that does not exist is left out', '2026-02-30T13', 'off-shape'],
      ...notWire,
    ],
  }),
}
