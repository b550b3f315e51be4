import { PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import { askedEvent, type AskedEvent } from './asked-event.ts'
import { cellsStatement } from './cells-statement.ts'
import { readFilter } from './conditions.ts'
import { dimension } from './dimension.ts'
import { foldCells, roundShown } from './fold-cells.ts'
import { eventNotes, foldNotes } from './notes.ts'
import {
  refuse,
  type Answer,
  type Asked,
  type Part,
  type Plan,
  type Question,
  type Refusal,
  type Setting,
  type StoreRow,
} from './question.ts'
import { readRange } from './read-range.ts'
import { hiddenNote, splitCells, type SplitCell } from './shown-parts.ts'
import { numberOf, textOf } from './store-value.ts'
import { withShares } from './with-shares.ts'
import { plainLayout } from './table-layout.ts'

/** Which versions of the product are in use, by day. */
export const versions: Question = {
  name: 'versions',
  title: 'Versions in use',
  description: 'The share of each version of the product, by day.',
  parameters: [
    {
      name: 'event',
      required: false,
      doc: 'An event with productVersion in its context; default: presence split by it, else the first such event.',
    },
    { name: 'from', required: false, doc: 'First UTC day; default 29 days before the last.' },
    { name: 'to', required: false, doc: 'Last UTC day, included; default today.' },
  ],
  plan,
}

const FIELD = 'productVersion'

/** Versions shown by name; a chart holds no more bands that can be told apart. */
const MOST_VERSIONS = 7

function plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal {
  const name = asked.event ?? defaultEvent(contract)
  if (name === undefined)
    return refuse(
      'not-answerable',
      `No event of ${contract.name} says which version of the product it comes from: add productVersion to a context.`,
    )
  const about = askedEvent(contract, name)
  if (about.kind === 'refused') return about
  if (!saysVersion(about))
    return refuse(
      'not-answerable',
      `${about.name} does not say which version of the product it comes from: add productVersion to its context.`,
    )
  const range = readRange(asked, setting.today)
  if (range.kind === 'refused') return range
  const layout = setting.layout ?? plainLayout(contract)
  const by = dimension(contract, about, layout, FIELD)
  if (by.kind === 'refused') return by
  const filter = readFilter(contract, about, layout, asked.where)
  if (filter.kind === 'refused') return filter
  if (filter.where.length > 0)
    return refuse('bad-parameter', 'Versions take no filter; `breakdown` by productVersion does.')
  const { k } = setting
  const statement = cellsStatement({
    contract,
    asked: about,
    layout,
    range,
    today: setting.today,
    filter,
    groups: { d: 'toString(day)', v: by.sql },
    figures: [{ name: 'times', rows: 'sum(count * weight)', groups: 'sum(times)' }],
    sized: true,
  })
  return {
    kind: 'plan',
    question: versions.name,
    title: versions.title,
    parameters: { event: about.name, from: range.from, to: range.to },
    ...statement,
    sampled: about.event.sampling !== undefined && about.event.sampling.rate < 1,
    answer(rows) {
      const shown = versionRows(rows, k)
      const isHidden = shown.length > 0 && shown.every(({ part }) => part === 'few')
      return {
        columns: [
          { name: 'day', label: 'Day', kind: 'day' },
          { name: 'version', label: 'Version', kind: 'text' },
          { name: 'part', label: 'Row', kind: 'part' },
          { name: 'count', label: about.name === PRESENCE ? 'Machines' : 'Times', kind: 'count' },
          { name: 'share', label: 'Share of the day', kind: 'share' },
        ],
        rows: isHidden ? [] : shown,
        notes: [
          ...eventNotes(about, range, setting.today),
          about.name === PRESENCE ? 'Shares are of active machines.' : `Shares are of ${about.name}, not of machines.`,
          ...foldNotes(k),
          ...(isHidden ? [hiddenNote(k)] : []),
        ],
        ...(isHidden ? { hidden: true as const } : {}),
      }
    },
  }
}

function versionRows(rows: readonly StoreRow[], k: number): Answer['rows'] {
  const named = mostUsed(rows)
  const days = Map.groupBy(rows, (row) => textOf(row.d))
  return [...days].flatMap(([day, ofDay]): Answer['rows'] => {
    const cells = withRest(splitCells(ofDay).cells, named)
    const folded = foldCells(cells, { k, minFolded: 2, overlapping: true })
    // Of fewer than k machines not even a day's total is shown.
    if (folded.kind === 'none') return [{ day, version: 'few', part: 'few', count: null, share: null }]
    const [kept, few] = folded.kind === 'table' ? [folded.kept, folded.few] : [[], cells]
    const fewTimes = few.reduce((sum, cell) => sum + cell.times, 0)
    const line = (
      version: string,
      part: Part,
      times: number,
    ): { readonly day: string; readonly version: string; readonly part: Part; readonly count: number } => ({
      day,
      version,
      part,
      count: roundShown(Math.round(times), k),
    })
    return withShares([
      ...kept.map(({ key, part, times }) => line(key, part, times)),
      ...(few.length === 0 ? [] : [line('few', 'few', fewTimes)]),
    ])
  })
}

interface VersionCell extends SplitCell {
  readonly part: Part
  readonly times: number
}

// Versions that are named all through the range, so that a band is the same version on every day.
function mostUsed(rows: readonly StoreRow[]): ReadonlySet<string> {
  const times = new Map<string, number>()
  for (const row of rows)
    if (isVersion(textOf(row.v))) times.set(textOf(row.v), (times.get(textOf(row.v)) ?? 0) + numberOf(row.times))
  const ranked = [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return new Set(ranked.slice(0, MOST_VERSIONS).map(([version]) => version))
}

function withRest(cells: readonly SplitCell[], named: ReadonlySet<string>): readonly VersionCell[] {
  const shown: VersionCell[] = []
  const rest: SplitCell[] = []
  for (const cell of cells) {
    const times = numberOf(cell.row.times)
    if (named.has(cell.key)) shown.push({ ...cell, part: 'value', times })
    else if (!isVersion(cell.key))
      shown.push({
        ...cell,
        key: cell.key === '' ? 'not given' : cell.key,
        part: cell.key === '' ? 'absent' : 'other',
        times,
      })
    else rest.push(cell)
  }
  if (rest.length > 0)
    shown.push({
      key: 'older or rarer',
      part: 'rest',
      // One machine may stand in several of them, so no more than the largest is known.
      n: Math.max(...rest.map((cell) => cell.n)),
      sum: rest.reduce((sum, cell) => sum + (cell.sum ?? 0), 0),
      top: rest
        .flatMap((cell) => cell.top ?? [])
        .sort((a, b) => b - a)
        .slice(0, 2),
      row: {},
      times: rest.reduce((sum, cell) => sum + numberOf(cell.row.times), 0),
    })
  return shown
}

function isVersion(value: string): boolean {
  return value !== '' && value !== 'other'
}

function defaultEvent(contract: NormalContract): string | undefined {
  if (contract.presence !== false && contract.presence.by === FIELD) return PRESENCE
  return Object.keys(contract.events).find((name) => {
    const about = askedEvent(contract, name)
    return about.kind === 'asked-event' && saysVersion(about)
  })
}

function saysVersion({ event }: AskedEvent): boolean {
  return event.context.includes(FIELD) || Object.hasOwn(event.uses, FIELD)
}
