import { isReason, PRESENCE, REASONS, UNDECLARED, type NormalContract } from '@plainsight/contract/judge'
import { printable } from './asked-event.ts'
import { refuse, type Asked, type Plan, type Question, type Refusal, type Setting } from './question.ts'
import { readRange } from './read-range.ts'
import { numberOf, textOf } from './store-value.ts'

/** What was left out or changed on its way, and on how many machines. */
export const drift: Question = {
  name: 'drift',
  title: 'Drift',
  description:
    'Values that were left out or changed, by event, field and reason, with the machines affected. Never a value.',
  parameters: [
    { name: 'event', required: false, doc: 'Only this event; `undeclared` and `context` are names here too.' },
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
    { name: 'by', required: false, doc: '`day` gives a row for each day as well.' },
  ],
  plan,
}

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const { event } = asked
  if (
    event !== undefined &&
    ![UNDECLARED, 'context', PRESENCE].includes(event) &&
    !Object.hasOwn(contract.events, event)
  )
    return refuse('undeclared-event', `The contract ${contract.name} declares no event "${printable(event)}".`)
  if (asked.by !== undefined && asked.by !== 'day')
    return refuse('bad-parameter', 'Drift is by event, field and reason, or by day too.')
  if ((asked.where ?? []).length > 0) return refuse('bad-parameter', 'Drift holds no values to filter by.')
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const daily = asked.by === 'day'
  return {
    kind: 'plan',
    question: drift.name,
    title: drift.title,
    parameters: {
      ...(event === undefined ? {} : { event }),
      from: range.from,
      to: range.to,
      ...(daily ? { by: 'day' } : {}),
    },
    sql: [
      'SELECT e, f, r, sum(m) AS machine_days, max(m) AS most, toString(max(on_day)) AS last',
      'FROM (SELECT toString(event) AS e, toString(field) AS f, toString(reason) AS r, day AS on_day, sum(machines) AS m FROM drift',
      'WHERE contract = {contract:String} AND expires > {today:Date} AND day BETWEEN {from:Date} AND {to:Date}',
      ...(event === undefined ? [] : ['AND event = {event:String}']),
      `GROUP BY e, f, r, on_day) GROUP BY e, f, r${daily ? ', on_day' : ''} ORDER BY most DESC, e, f, r LIMIT 5000`,
    ].join(' '),
    params: {
      contract: contract.name,
      today: setting.today,
      from: range.from,
      to: range.to,
      ...(event === undefined ? {} : { event }),
    },
    sampled: false,
    answer: (rows) => ({
      columns: [
        ...(daily ? ([{ name: 'day', label: 'Day', kind: 'day' }] as const) : []),
        { name: 'event', label: 'Event', kind: 'text' },
        { name: 'field', label: 'Field', kind: 'text' },
        { name: 'reason', label: 'Reason', kind: 'text' },
        { name: 'meaning', label: 'What it means', kind: 'text' },
        { name: 'machines', label: daily ? 'Machines affected' : 'Machines affected on the worst day', kind: 'count' },
        ...(daily
          ? []
          : ([
              { name: 'machineDays', label: 'Machine-days', kind: 'count' },
              { name: 'last', label: 'Last seen', kind: 'day' },
            ] as const)),
      ],
      rows: rows.map((row) => {
        const reason = textOf(row.r)
        const place = {
          event: textOf(row.e),
          field: textOf(row.f),
          reason,
          meaning: isReason(reason) ? REASONS[reason] : '',
        }
        return daily
          ? { day: textOf(row.last), ...place, machines: numberOf(row.most) }
          : { ...place, machines: numberOf(row.most), machineDays: numberOf(row.machine_days), last: textOf(row.last) }
      }),
      notes: ['Counted once for each machine, day, event, field and reason; the value itself is kept nowhere.'],
    }),
  }
}
