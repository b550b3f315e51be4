import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { formatCount, formatDay, formatShare } from '../charts/format-figure.ts'
import { numberIn, textIn } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import classes from '../pages/pages.module.css'
import { Tile, type TileFigure } from './tile.tsx'

/** The figures that a page begins with: four, and without presence the two of what was received. */
export function Headline({ place }: { readonly place: Place }): ReactElement {
  const { contract, range } = place
  const days = { contract: contract.name, from: range.from, to: range.to }
  const outcomes = useAnswer('outcomes', days)
  return (
    <div className={classes.tiles}>
      {contract.presence === false ? null : <ActiveTiles place={place} />}
      <Tile title="Records received" asking={outcomes} figure={received} />
      <Tile title="Stored" asking={outcomes} figure={stored} />
    </div>
  )
}

function ActiveTiles({ place: { contract, range } }: { readonly place: Place }): ReactElement {
  const active = useAnswer('active-machines', { contract: contract.name, from: range.from, to: range.to })
  return (
    <>
      <Tile title="Active in a day" asking={active} figure={lastDay} />
      <Tile title="Active in 7 days" asking={active} figure={lastWeek} />
    </>
  )
}

// The newest day that any machine has reported: today is reported tomorrow.
function newestDay(answer: ServerAnswer): number {
  return answer.rows.findLastIndex((row) => (numberIn(row, 'daily') ?? 0) > 0)
}

function lastDay(answer: ServerAnswer): TileFigure {
  const row = answer.rows[newestDay(answer)]
  if (row === undefined) return { figure: '0', below: 'No machine has reported yet' }
  return {
    figure: formatCount(numberIn(row, 'daily') ?? 0),
    below: `${formatDay(textIn(row, 'day'))}, newest day reported`,
  }
}

function lastWeek(answer: ServerAnswer): TileFigure {
  const newest = newestDay(answer)
  const now = numberIn(answer.rows[newest], 'rolling7')
  if (now === null) return { figure: '0', below: 'No machine has reported yet' }
  const before = numberIn(answer.rows[newest - 7], 'rolling7')
  const change = before === null ? undefined : now - before
  return {
    figure: formatCount(now),
    below:
      change === undefined
        ? `to ${formatDay(textIn(answer.rows[newest], 'day'))}`
        : change === 0
          ? 'the same as a week before'
          : `${change > 0 ? '+' : '−'}${formatCount(Math.abs(change))} against a week before`,
  }
}

function received(answer: ServerAnswer): TileFigure {
  const { all } = ledger(answer)
  return { figure: formatCount(all), below: 'by the day of receipt' }
}

function stored(answer: ServerAnswer): TileFigure {
  const { all, kept } = ledger(answer)
  if (all === 0) return { figure: '–', below: 'Nothing received in these days' }
  return {
    figure: formatShare(kept / all),
    below: kept === all ? `all ${formatCount(all)}` : `${formatCount(kept)} stored, ${formatCount(all - kept)} not`,
  }
}

function ledger(answer: ServerAnswer): { readonly all: number; readonly kept: number } {
  let all = 0
  let kept = 0
  for (const row of answer.rows) {
    const records = numberIn(row, 'records') ?? 0
    all += records
    if (textIn(row, 'outcome') === 'stored') kept += records
  }
  return { all, kept }
}
