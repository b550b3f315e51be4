import { ENVIRONMENT, fieldGate, fieldOf, type NormalContract } from '@plainsight/contract/judge'
import { printable } from './asked-event.ts'
import { addDays, isDay } from './days.ts'
import type { Dimension } from './dimension.ts'
import { roundShown } from './fold-cells.ts'
import { foldNotes, STILL_FILLING } from './notes.ts'
import { refuse, type Asked, type Plan, type Question, type Refusal, type Setting } from './question.ts'
import { hiddenNote, shownParts, splitCells } from './shown-parts.ts'
import { numberOf } from './store-value.ts'
import { plainLayout, sqlName } from './table-layout.ts'
import { withShares } from './with-shares.ts'

/** Machines by one context value in one calendar month, each told alone and without an id. */
export const environment: Question = {
  name: 'environment',
  title: 'Environment',
  description:
    'How many machines had each value of a context field in a calendar month, told alone and without any id.',
  parameters: [
    { name: 'by', required: true, doc: 'A field that the contract names under `environment`.' },
    { name: 'to', required: false, doc: 'A UTC day of the month; default today.' },
  ],
  plan,
}

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const told = contract.environment ?? []
  if (told.length === 0)
    return refuse(
      'not-answerable',
      `The contract ${contract.name} tells no context value alone: name some under \`environment\`.`,
    )
  if ((asked.where ?? []).length > 0)
    return refuse('not-answerable', 'Each value is told alone: there is nothing beside it to filter by.')
  const { by } = asked
  const field = by === undefined || !told.includes(by) ? undefined : fieldOf(contract, by)
  if (by === undefined || field === undefined)
    return refuse(
      'bad-parameter',
      `Name what to split by, one of ${told.join(', ')}${by === undefined ? '' : `; "${printable(by)}" is none`}.`,
    )
  const to = asked.to ?? setting.today
  if (!isDay(to)) return refuse('bad-parameter', '"to" has to be a day, YYYY-MM-DD.')
  const from = `${to.slice(0, 7)}-01`
  const last = addDays(`${addDays(from, 32).slice(0, 7)}-01`, -1)
  const layout = setting.layout ?? plainLayout(contract)
  const column = (name: string): string => sqlName(layout.environment?.get(name)?.column ?? `n_${name}`)
  const judge = fieldGate(field).judge(field)
  const dimension: Dimension = {
    kind: 'dimension',
    name: by,
    sql: column('value'),
    // A machine says each field once a month.
    overlapping: false,
    accepts: (value) => judge(value) === undefined,
  }
  const { k } = setting
  return {
    kind: 'plan',
    question: environment.name,
    title: environment.title,
    parameters: { by, from, to: last },
    sql: [
      `SELECT 1 AS hit, ifNull(toString(${column('value')}), '') AS v, count() AS n, count() AS s, [-1, -1] AS top`,
      `FROM ${sqlName(layout.table)} FINAL`,
      `WHERE event = {event:String} AND ${column('field')} = {field:String} AND expires > {today:Date} AND day BETWEEN {from:Date} AND {to:Date}`,
      'GROUP BY v ORDER BY v',
    ].join(' '),
    params: { event: ENVIRONMENT, field: by, today: setting.today, from, to: last },
    sampled: false,
    answer(rows) {
      const { cells, complement } = splitCells(rows)
      const filter = { kind: 'filter', sql: '1', params: {}, where: [], overlapping: false } as const
      const parts = shownParts(cells, complement, dimension, filter, k)
      const shown = (parts ?? []).map(({ part, label, rows: behind }) => {
        const machines = behind.reduce((sum, row) => sum + numberOf(row.n), 0)
        return { value: label, part, count: roundShown(machines, k) }
      })
      return {
        columns: [
          { name: 'value', label: by, kind: 'text' },
          { name: 'part', label: 'Row', kind: 'part' },
          { name: 'count', label: 'Machines', kind: 'count' },
          { name: 'share', label: 'Share', kind: 'share' },
        ],
        rows: withShares(shown),
        notes: [STILL_FILLING, ...foldNotes(k), ...(parts === undefined ? [hiddenNote(k)] : [])],
        ...(parts === undefined ? { hidden: true as const } : {}),
      }
    },
  }
}
