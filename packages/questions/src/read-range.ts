import { addDays, dayDistance, isDay } from './days.ts'
import { refuse, type Asked, type Refusal } from './question.ts'

/** The days that a question is about, both included. */
export interface DayRange {
  readonly kind: 'range'
  readonly from: string
  readonly to: string
}

/** Days of a range where nothing is said: a month that always holds the same number of each weekday but two. */
const DEFAULT_DAYS = 30

/** The longest range: raw rows live 400 days at most. */
const LONGEST_DAYS = 400

/** Reads `from` and `to`; a day that does not exist, an end before its start and a range over 400 days are refused. */
export function readRange(asked: Asked, today: string): DayRange | Refusal {
  const to = asked.to ?? today
  if (!isDay(to)) return refuse('bad-parameter', '"to" has to be a UTC day that exists, such as 2026-11-19.')
  const from = asked.from ?? addDays(to, 1 - DEFAULT_DAYS)
  if (!isDay(from)) return refuse('bad-parameter', '"from" has to be a UTC day that exists, such as 2026-11-19.')
  const days = dayDistance(from, to) + 1
  if (days < 1) return refuse('bad-parameter', `"from" (${from}) lies after "to" (${to}).`)
  if (days > LONGEST_DAYS)
    return refuse(
      'bad-parameter',
      `A range has at most ${LONGEST_DAYS} days, the longest that raw rows live; this one has ${days}.`,
    )
  return { kind: 'range', from, to }
}
