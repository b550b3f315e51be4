import { bucketIndex, percentile } from '@plainsight/contract/histogram'
import { fieldOf, heldField, wireRange, type NormalContract, type NumberSpec } from '@plainsight/contract/judge'
import { askedEvent, printable, type AskedEvent } from './asked-event.ts'
import { cellsStatement, type Figure } from './cells-statement.ts'
import { readFilter } from './conditions.ts'
import { dimension } from './dimension.ts'
import { roundShown } from './fold-cells.ts'
import { eventNotes, foldNotes } from './notes.ts'
import {
  refuse,
  type AnswerColumn,
  type AnswerValue,
  type Asked,
  type Plan,
  type Question,
  type Refusal,
  type Setting,
  type StoreRow,
} from './question.ts'
import { readRange } from './read-range.ts'
import { shownDays } from './shown-days.ts'
import { hiddenNote, shownParts, splitCells } from './shown-parts.ts'
import { countsOf, mergeCounts } from './store-value.ts'
import { plainLayout, sqlName, type TableLayout } from './table-layout.ts'

/** How a measured figure of an event is spread. */
export const durations: Question = {
  name: 'durations',
  title: 'Durations',
  description: 'The median and the 95th percentile of a measured figure, by day or by a field.',
  parameters: [
    { name: 'event', required: true, doc: 'A declared event that measures something.' },
    { name: 'measure', required: false, doc: 'Which figure; default the first.' },
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
    { name: 'by', required: false, doc: '`day` (default), a field or context field of the event, or source.' },
    { name: 'where', required: false, doc: 'FIELD=VALUE: only records like these.' },
  ],
  plan,
}

/** Field types that are numbers. */
const MEASURED = ['count', 'measure', 'duration', 'money', 'bytes', 'score']

/** The bucket of zero, which has no logarithm. */
const ZERO_INDEX = -32_768

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const about = askedEvent(contract, asked.event)
  if (about.kind === 'refused') return about
  const measures = measuresOf(contract, about)
  const measure = asked.measure ?? measures[0]
  if (measure === undefined) return refuse('not-answerable', `${about.name} measures nothing.`)
  if (!measures.includes(measure))
    return refuse(
      'undeclared-field',
      `${about.name} does not measure "${printable(measure)}"${measures.length === 0 ? '' : `; it measures ${measures.join(', ')}`}.`,
    )
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const layout = setting.layout ?? plainLayout(contract)
  const field = fieldOf(contract, measure) as NumberSpec<string>
  const { low, scale } = wireRange(field)
  if (low < 0)
    return refuse(
      'not-answerable',
      `"${measure}" may be negative: its values have no percentiles in buckets that double.`,
    )
  const filter = readFilter(contract, about, layout, asked.where)
  if (filter.kind === 'refused') return filter
  const by = asked.by === undefined || asked.by === 'day' ? undefined : dimension(contract, about, layout, asked.by)
  if (by?.kind === 'refused') return by
  const { k } = setting
  const statement = cellsStatement({
    contract,
    asked: about,
    layout,
    range,
    today: setting.today,
    filter,
    groups: by === undefined ? { d: 'toString(day)' } : { v: by.sql },
    figures: [histogramFigure(about, layout, measure)],
    sized: by !== undefined || filter.where.length > 0,
  })
  const unit = field.unit === undefined ? {} : { unit: field.unit }
  const figures: readonly AnswerColumn[] = [
    { name: 'p50', label: 'Half are below (p50)', kind: 'amount', ...unit },
    { name: 'p95', label: '95 % are below (p95)', kind: 'amount', ...unit },
    { name: 'values', label: 'Values', kind: 'count' },
  ]
  const figuresOf = (
    rows: readonly (StoreRow | undefined)[],
    rounded: boolean,
  ): { readonly [column: string]: AnswerValue } => {
    const histogram = toHistogram(about, mergeCounts(rows.map((row) => countsOf(row?.h))))
    const values = Math.round([...histogram.values()].reduce((sum, n) => sum + n, 0))
    const at = (p: number): number | null => {
      const middle = percentile(histogram, p)
      return middle === undefined ? null : middle / scale
    }
    return { p50: at(0.5), p95: at(0.95), values: rounded ? roundShown(values, k) : values }
  }
  const notes = [
    ...eventNotes(about, range, setting.today),
    'Percentiles are the middle of a bucket: off by at most 9 %.',
  ]
  return {
    kind: 'plan',
    question: durations.name,
    title: durations.title,
    parameters: {
      event: about.name,
      measure,
      from: range.from,
      to: range.to,
      by: by?.name ?? 'day',
      ...(filter.where.length === 0 ? {} : { where: filter.where }),
    },
    ...statement,
    sampled: isSampled(about),
    answer(rows) {
      if (by === undefined)
        return {
          columns: [{ name: 'day', label: 'Day', kind: 'day' }, ...figures],
          rows: shownDays(rows, range, filter, k).map(({ day, row, shown }) =>
            shown ? { day, ...figuresOf([row], filter.where.length > 0) } : { day, p50: null, p95: null, values: null },
          ),
          notes: [...notes, ...(filter.where.length > 0 ? foldNotes(k) : [])],
        }
      const { cells, complement } = splitCells(rows)
      const parts = shownParts(cells, complement, by, filter, k)
      return {
        columns: [
          { name: 'value', label: by.name, kind: 'text' },
          { name: 'part', label: 'Row', kind: 'part' },
          ...figures,
        ],
        rows: (parts ?? []).map(({ part, label, rows: behind }) => ({
          value: label,
          part,
          ...figuresOf(behind, true),
        })),
        notes: [...notes, ...foldNotes(k), ...(parts === undefined ? [hiddenNote(k)] : [])],
        ...(parts === undefined ? { hidden: true as const } : {}),
      }
    },
  }
}

/** What an event measures: the measures of a counter, or the numbers among the fields of an occurrence. */
export function measuresOf(contract: NormalContract, { event }: AskedEvent): readonly string[] {
  if (event.kind === 'rollup') return event.measure
  return Object.keys(event.uses).filter((name) => {
    const field = fieldOf(contract, name)
    // Of a masked number nothing is stored.
    return field !== undefined && MEASURED.includes(heldField(field, event.privacy).kind)
  })
}

// A counter brings its histogram; an occurrence brings its value, counted by value here and put into buckets afterwards.
function histogramFigure(about: AskedEvent, layout: TableLayout, measure: string): Figure {
  if (about.event.kind === 'rollup') {
    const hist = sqlName(layout.measures.get(measure)?.hist ?? `m_${measure}_hist`)
    const rows = isSampled(about)
      ? `sumMap(mapApply((bucket, held) -> (bucket, held * weight), ${hist}))`
      : `sumMap(${hist})`
    return { name: 'h', rows, groups: 'sumMap(h)' }
  }
  const value = sqlName(layout.fields.get(measure)?.column ?? `f_${measure}`)
  const weight = isSampled(about) ? 'weight' : 'toUInt64(count)'
  return {
    name: 'h',
    rows: `sumMapIf(map(toInt64(ifNull(${value}, 0)), ${weight}), isNotNull(${value}))`,
    groups: 'sumMap(h)',
  }
}

function toHistogram(about: AskedEvent, counts: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (about.event.kind === 'rollup') return counts
  return mergeCounts([...counts].map(([value, n]) => new Map([[value === 0 ? ZERO_INDEX : bucketIndex(value), n]])))
}

function isSampled({ event }: AskedEvent): boolean {
  return event.sampling !== undefined && event.sampling.rate < 1
}
