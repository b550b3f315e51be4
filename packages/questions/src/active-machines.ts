import { PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import { addDays, daysOf, mondayOf } from './days.ts'
import { STILL_FILLING } from './notes.ts'
import {
  refuse,
  type Answer,
  type Asked,
  type Plan,
  type Question,
  type Refusal,
  type Setting,
  type StoreRow,
} from './question.ts'
import { readRange, type DayRange } from './read-range.ts'
import { numberOf, textOf } from './store-value.ts'
import { plainLayout, sqlName, type TableLayout } from './table-layout.ts'

/** How presence rows of each grain become figures (privacy.md, 2). */
interface Grain {
  /** Days before the range whose rows its first figure needs. */
  readonly before: (range: DayRange) => string
  /** The presence field that says how long the machine was away. */
  readonly away: 'gap' | 'back' | undefined
  readonly answer: (counts: PresenceCounts, range: DayRange) => Answer
}

/** Rows by day and by what they say of the time before. */
type PresenceCounts = ReadonlyMap<string, ReadonlyMap<string, number>>

const GRAINS: { readonly [by: string]: Grain } = {
  day: { before: ({ from }) => addDays(from, -6), away: 'gap', answer: answerDays },
  week: { before: ({ from }) => addDays(mondayOf(from), -21), away: 'back', answer: answerWeeks },
  month: { before: ({ from }) => `${from.slice(0, 7)}-01`, away: undefined, answer: answerMonths },
}

/** Active machines by day and over the last seven days, by week and four weeks, or by month: without any id. */
export const activeMachines: Question = {
  name: 'active-machines',
  title: 'Active machines',
  description: 'How many machines used the product, by day and over the last seven days, counted without any id.',
  parameters: [
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
    { name: 'by', required: false, doc: '`day` (default), `week` or `month`.' },
  ],
  plan,
}

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  if (contract.presence === false)
    return refuse(
      'not-answerable',
      `The contract ${contract.name} declares no presence: set \`presence\` to count active machines.`,
    )
  if ((asked.where ?? []).length > 0)
    return refuse('not-answerable', 'Presence rows hold nothing to filter by: they are counted as a whole.')
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const by = asked.by ?? 'day'
  const grain = Object.hasOwn(GRAINS, by) ? GRAINS[by] : undefined
  if (grain === undefined) return refuse('bad-parameter', 'Active machines are counted by day, week or month.')
  const layout = setting.layout ?? plainLayout(contract)
  const until = by === 'week' ? addDays(mondayOf(range.to), 6) : range.to
  return {
    kind: 'plan',
    question: activeMachines.name,
    title: activeMachines.title,
    parameters: { from: range.from, to: range.to, by },
    sql: [
      `SELECT toString(day) AS d, ${grain.away === undefined ? "''" : `ifNull(toString(${presenceName(layout, grain.away)}), '')`} AS away, count() AS machines`,
      `FROM ${sqlName(layout.table)} FINAL`,
      'WHERE event = {event:String} AND expires > {today:Date} AND day BETWEEN {since:Date} AND {until:Date}',
      `AND ${presenceName(layout, 'grain')} = {grain:String}`,
      'GROUP BY d, away ORDER BY d, away',
    ].join(' '),
    params: { event: PRESENCE, today: setting.today, since: grain.before(range), until, grain: by },
    sampled: false,
    answer: (rows) => grain.answer(countRows(rows), range),
  }
}

function answerDays(counts: PresenceCounts, { from, to }: DayRange): Answer {
  return {
    columns: [
      { name: 'day', label: 'Day', kind: 'day' },
      { name: 'daily', label: 'Active that day', kind: 'count' },
      { name: 'rolling7', label: 'Active in the last 7 days', kind: 'count' },
    ],
    rows: daysOf(from, to).map((day) => ({
      day,
      daily: awayLongerThan(counts.get(day), -1),
      // A machine is counted on its first day inside the window: the one before which it was away since before the window.
      rolling7: sum(daysOf(addDays(day, -6), day).map((inside, passed) => awayLongerThan(counts.get(inside), passed))),
    })),
    notes: [STILL_FILLING],
  }
}

function answerWeeks(counts: PresenceCounts, { from, to }: DayRange): Answer {
  const weeks = new Map<string, Map<string, number>>()
  for (const [day, rows] of counts) {
    const week = weeks.get(mondayOf(day)) ?? new Map<string, number>()
    for (const [back, machines] of rows) week.set(back, (week.get(back) ?? 0) + machines)
    weeks.set(mondayOf(day), week)
  }
  const mondays = daysOf(mondayOf(from), mondayOf(to)).filter((_, i) => i % 7 === 0)
  return {
    columns: [
      { name: 'week', label: 'Week from', kind: 'week' },
      { name: 'weekly', label: 'Active that week', kind: 'count' },
      { name: 'rolling4', label: 'Active in the last 4 weeks', kind: 'count' },
    ],
    rows: mondays.map((week) => ({
      week,
      weekly: awayLongerThan(weeks.get(week), -1),
      rolling4: sum([0, 1, 2, 3].map((j) => awayLongerThan(weeks.get(addDays(week, -7 * j)), 3 - j))),
    })),
    notes: [STILL_FILLING],
  }
}

function answerMonths(counts: PresenceCounts, { from, to }: DayRange): Answer {
  const months = [...new Set(daysOf(from, to).map((day) => day.slice(0, 7)))]
  return {
    columns: [
      { name: 'month', label: 'Month', kind: 'month' },
      { name: 'monthly', label: 'Active that month', kind: 'count' },
    ],
    rows: months.map((month) => ({
      month,
      monthly: sum([...counts].map(([day, rows]) => (day.startsWith(month) ? awayLongerThan(rows, -1) : 0))),
    })),
    notes: [STILL_FILLING],
  }
}

// Machines that had been away for more than so many days or weeks: `first` is for ever, `7+` is 7, `4+` is 4.
function awayLongerThan(rows: ReadonlyMap<string, number> | undefined, periods: number): number {
  return sum(
    [...(rows ?? [])].map(([away, machines]) =>
      (away === 'first' ? Infinity : Number.parseInt(away || '0', 10)) > periods ? machines : 0,
    ),
  )
}

function countRows(rows: readonly StoreRow[]): PresenceCounts {
  const counts = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const day = counts.get(textOf(row.d)) ?? new Map<string, number>()
    day.set(textOf(row.away), numberOf(row.machines))
    counts.set(textOf(row.d), day)
  }
  return counts
}

function presenceName(layout: TableLayout, field: string): string {
  return sqlName(layout.presence.get(field)?.column ?? `f_${field}`)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
