import { PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import { estimateNoisy } from '@plainsight/contract/noise'
import { askedEvent } from './asked-event.ts'
import { cellsStatement } from './cells-statement.ts'
import { readFilter } from './conditions.ts'
import { dimension, splittableNames } from './dimension.ts'
import { roundShown } from './fold-cells.ts'
import { eventNotes, foldNotes } from './notes.ts'
import { refuse, type Asked, type Plan, type Question, type Refusal, type Setting } from './question.ts'
import { noisyField } from './noisy-field.ts'
import { readRange } from './read-range.ts'
import { hiddenNote, shownParts, splitCells } from './shown-parts.ts'
import { numberOf } from './store-value.ts'
import { withShares } from './with-shares.ts'
import { plainLayout } from './table-layout.ts'

const NOISE_NOTE =
  'Estimated: each machine answers with noise, so that no single answer can be trusted. In 95 of 100 cases the true count lies within ± of the one shown.'

/** An event by one of its fields. */
export const breakdown: Question = {
  name: 'breakdown',
  title: 'Breakdown',
  description: 'How often an event happened for each value of one of its fields.',
  parameters: [
    { name: 'event', required: true, doc: 'A declared event, or plainsight.presence for machine-days.' },
    { name: 'by', required: true, doc: 'A field or context field of the event, or source.' },
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
    { name: 'where', required: false, doc: 'FIELD=VALUE: only records like these.' },
  ],
  plan,
}

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const about = askedEvent(contract, asked.event)
  if (about.kind === 'refused') return about
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const layout = setting.layout ?? plainLayout(contract)
  if (asked.by === undefined || asked.by === '')
    return refuse(
      'bad-parameter',
      `Name what to split ${about.name} by: ${splittableNames(contract, about).join(', ')}.`,
    )
  const by = dimension(contract, about, layout, asked.by)
  if (by.kind === 'refused') return by
  const filter = readFilter(contract, about, layout, asked.where)
  if (filter.kind === 'refused') return filter
  const { k } = setting
  const statement = cellsStatement({
    contract,
    asked: about,
    layout,
    range,
    today: setting.today,
    filter,
    groups: { v: by.sql },
    figures: [{ name: 'times', rows: 'sum(count * weight)', groups: 'sum(times)' }],
    sized: true,
  })
  return {
    kind: 'plan',
    question: breakdown.name,
    title: breakdown.title,
    parameters: {
      event: about.name,
      by: by.name,
      from: range.from,
      to: range.to,
      ...(filter.where.length === 0 ? {} : { where: filter.where }),
    },
    ...statement,
    sampled: about.event.sampling !== undefined && about.event.sampling.rate < 1,
    answer(rows) {
      const { cells, complement } = splitCells(rows)
      const parts = shownParts(cells, complement, by, filter, k)
      const noise = noisyField(contract, about, by.name)
      const all = cells.reduce((sum, cell) => (cell.key === '' ? sum : sum + numberOf(cell.row.times)), 0)
      const shown = (parts ?? []).map(({ part, label, rows: behind }) => {
        const times = behind.reduce((sum, row) => sum + numberOf(row.times), 0)
        if (noise === undefined || part === 'absent')
          return {
            value: label,
            part,
            count: roundShown(Math.round(times), k),
            ...(noise === undefined ? {} : { plusMinus: 0 }),
          }
        const { count, variance } = estimateNoisy(times, all, noise.epsilon, noise.values, behind.length)
        // An estimate may lie below nought; nobody can be counted so.
        const estimate = Math.min(all, Math.max(0, Math.round(count)))
        return { value: label, part, count: roundShown(estimate, k), plusMinus: Math.ceil(1.96 * Math.sqrt(variance)) }
      })
      return {
        columns: [
          { name: 'value', label: by.name, kind: 'text' },
          { name: 'part', label: 'Row', kind: 'part' },
          { name: 'count', label: about.name === PRESENCE ? 'Machine-days' : 'Times', kind: 'count' },
          { name: 'share', label: 'Share', kind: 'share' },
          ...(noise === undefined ? [] : [{ name: 'plusMinus', label: '±', kind: 'count' } as const]),
        ],
        rows: withShares(shown),
        notes: [
          ...eventNotes(about, range, setting.today),
          ...foldNotes(k),
          ...(noise === undefined ? [] : [NOISE_NOTE]),
          ...(parts === undefined ? [hiddenNote(k)] : []),
        ],
        ...(parts === undefined ? { hidden: true as const } : {}),
      }
    },
  }
}
