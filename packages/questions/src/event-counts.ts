import { PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import { askedEvent } from './asked-event.ts'
import { cellsStatement } from './cells-statement.ts'
import { readFilter } from './conditions.ts'
import { roundShown } from './fold-cells.ts'
import { eventNotes, foldNotes, STILL_FILLING } from './notes.ts'
import {
  refuse,
  type AnswerColumn,
  type Asked,
  type Plan,
  type Question,
  type Refusal,
  type Setting,
} from './question.ts'
import { shownDays } from './shown-days.ts'
import { readRange } from './read-range.ts'
import { numberOf, textOf } from './store-value.ts'
import { plainLayout, sqlName } from './table-layout.ts'

/** How often an event happened, by day; without an event: of every event, by event or by event and day. */
export const eventCounts: Question = {
  name: 'event-counts',
  title: 'Event counts',
  description: 'How often an event happened, by day; without an event, of all events.',
  parameters: [
    { name: 'event', required: false, doc: 'A declared event; without it every event is counted.' },
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
    { name: 'by', required: false, doc: 'Without an event: `day` gives a row for each event and day.' },
    { name: 'where', required: false, doc: 'FIELD=VALUE, with an event: only records like these.' },
  ],
  plan: (contract, asked, setting) =>
    asked.event === undefined ? planAll(contract, asked, setting) : planOne(contract, asked, setting),
}

const COUNT: AnswerColumn = { name: 'count', label: 'Times', kind: 'count' }
const REPORTS: AnswerColumn = { name: 'reports', label: 'Reports', kind: 'count' }
const DAY: AnswerColumn = { name: 'day', label: 'Day', kind: 'day' }

function planAll(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  if ((asked.where ?? []).length > 0)
    return refuse('bad-parameter', 'A filter needs an event, since fields belong to events.')
  if (asked.by !== undefined && asked.by !== 'day' && asked.by !== 'event')
    return refuse('bad-parameter', 'Without an event the counts are by event, or by event and day.')
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const layout = setting.layout ?? plainLayout(contract)
  const daily = asked.by === 'day'
  return {
    kind: 'plan',
    question: eventCounts.name,
    title: eventCounts.title,
    parameters: { from: range.from, to: range.to, by: daily ? 'day' : 'event' },
    sql: [
      `SELECT toString(event) AS e, ${daily ? 'toString(day) AS d' : 'toString(max(day)) AS d'}, sum(count * weight) AS times, count() AS reports`,
      `FROM ${sqlName(layout.table)} FINAL`,
      'WHERE event != {presence:String} AND expires > {today:Date} AND day BETWEEN {from:Date} AND {to:Date}',
      `GROUP BY e${daily ? ', d' : ''} ORDER BY e, d`,
    ].join(' '),
    params: { presence: PRESENCE, today: setting.today, from: range.from, to: range.to },
    sampled: Object.values(contract.events).some(isSampled),
    answer: (rows) => ({
      columns: [
        { name: 'event', label: 'Event', kind: 'text' },
        daily ? DAY : { ...DAY, label: 'Last day' },
        COUNT,
        REPORTS,
      ],
      rows: rows
        .filter((row) => Object.hasOwn(contract.events, textOf(row.e)))
        .map((row) => ({
          event: textOf(row.e),
          day: textOf(row.d),
          count: Math.round(numberOf(row.times)),
          reports: numberOf(row.reports),
        })),
      notes: [STILL_FILLING],
    }),
  }
}

function planOne(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const about = askedEvent(contract, asked.event)
  if (about.kind === 'refused') return about
  if (asked.by !== undefined && asked.by !== 'day')
    return refuse('bad-parameter', 'The counts of an event are by day; `breakdown` splits them by a field.')
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const layout = setting.layout ?? plainLayout(contract)
  const filter = readFilter(contract, about, layout, asked.where)
  if (filter.kind === 'refused') return filter
  const { k } = setting
  const filtered = filter.where.length > 0
  const statement = cellsStatement({
    contract,
    asked: about,
    layout,
    range,
    today: setting.today,
    filter,
    groups: { d: 'toString(day)' },
    figures: [
      { name: 'times', rows: 'sum(count * weight)', groups: 'sum(times)' },
      { name: 'reports', rows: 'count()', groups: 'sum(reports)' },
    ],
    sized: filtered,
  })
  return {
    kind: 'plan',
    question: eventCounts.name,
    title: eventCounts.title,
    parameters: {
      event: about.name,
      from: range.from,
      to: range.to,
      by: 'day',
      ...(filtered ? { where: filter.where } : {}),
    },
    ...statement,
    sampled: isSampled(about.event),
    answer(rows) {
      return {
        columns: [DAY, COUNT, REPORTS],
        rows: shownDays(rows, range, filter, k).map(({ day, row, shown }) => {
          if (!shown) return { day, count: null, reports: null }
          const count = Math.round(numberOf(row?.times))
          const reports = numberOf(row?.reports)
          return filtered
            ? { day, count: roundShown(count, k), reports: roundShown(reports, k) }
            : { day, count, reports }
        }),
        notes: [...eventNotes(about, range, setting.today), ...(filtered ? foldNotes(k) : [])],
      }
    },
  }
}

function isSampled(event: { readonly sampling?: { readonly rate: number } | undefined }): boolean {
  return event.sampling !== undefined && event.sampling.rate < 1
}
