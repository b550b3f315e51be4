import { isReason, REASONS, type NormalContract } from '@plainsight/contract/judge'
import { refuse, type Asked, type Plan, type Question, type Refusal, type Setting } from './question.ts'
import { readRange } from './read-range.ts'
import { numberOf, textOf } from './store-value.ts'

/** What became of records, beyond the reasons of refused ones. */
const MEANINGS: { readonly [outcome: string]: string } = {
  stored: 'Stored once, and counted.',
  duplicate: 'Sent again after it was stored; the first answer was given again.',
  conflict: 'The same batch came with other content; the first stands.',
  quarantined: 'The store could not take it; only a digest of it is kept.',
}

/** What became of everything that was received. */
export const outcomes: Question = {
  name: 'outcomes',
  title: 'Outcomes',
  description: 'What became of every record received: stored, or not and why. The figures add up.',
  parameters: [
    { name: 'from', required: false, doc: 'First UTC day of receipt; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day of receipt, included; default today.' },
    { name: 'by', required: false, doc: '`day` gives a row for each day as well.' },
  ],
  plan,
}

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  if (asked.event !== undefined)
    return refuse('bad-parameter', 'Outcomes are of a whole contract; `drift` says what went wrong with an event.')
  if (asked.by !== undefined && asked.by !== 'day')
    return refuse('bad-parameter', 'Outcomes are by outcome and reason, or by day too.')
  if ((asked.where ?? []).length > 0) return refuse('bad-parameter', 'Outcomes hold no values to filter by.')
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const daily = asked.by === 'day'
  return {
    kind: 'plan',
    question: outcomes.name,
    title: outcomes.title,
    parameters: { from: range.from, to: range.to, ...(daily ? { by: 'day' } : {}) },
    sql: [
      `SELECT ${daily ? 'toString(toDate(minute)) AS d, ' : ''}toString(outcome) AS o, toString(reason) AS r, sum(count) AS records FROM outcomes`,
      'WHERE contract = {contract:String} AND expires > {today:Date} AND toDate(minute) BETWEEN {from:Date} AND {to:Date}',
      `GROUP BY ${daily ? 'd, ' : ''}o, r ORDER BY ${daily ? 'd, ' : ''}records DESC, o, r`,
    ].join(' '),
    params: { contract: contract.name, today: setting.today, from: range.from, to: range.to },
    sampled: false,
    answer: (rows) => ({
      columns: [
        ...(daily ? ([{ name: 'day', label: 'Received on', kind: 'day' }] as const) : []),
        { name: 'outcome', label: 'Outcome', kind: 'text' },
        { name: 'reason', label: 'Reason', kind: 'text' },
        { name: 'meaning', label: 'What it means', kind: 'text' },
        { name: 'records', label: 'Records', kind: 'count' },
      ],
      rows: rows.map((row) => {
        const reason = textOf(row.r)
        const outcome = textOf(row.o)
        return {
          ...(daily ? { day: textOf(row.d) } : {}),
          outcome,
          reason,
          meaning: isReason(reason) && outcome === 'refused' ? REASONS[reason] : (MEANINGS[outcome] ?? ''),
          records: numberOf(row.records),
        }
      }),
      notes: ['By the day of receipt. What was received is what was stored and what was not, added up.'],
    }),
  }
}
