import { useMemo, type ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { DayChart } from '../charts/day-chart.tsx'
import { formatCount, formatShort } from '../charts/format-figure.ts'
import { NumbersTable } from '../charts/numbers-table.tsx'
import { columnsToSeries, numberIn, withoutEmptyToday } from '../charts/series.ts'
import type { EventPlace } from '../pages/place.ts'
import { Panel } from './panel.tsx'

const HEIGHT = 220

/** How often the event happened. */
export function EventCountsPanel(props: { readonly place: EventPlace; readonly title?: string }): ReactElement {
  const { place, title = 'Times by day' } = props
  const { contract, event, range, today, where } = place
  const asking = useAnswer('event-counts', {
    contract: contract.name,
    event: event.name,
    from: range.from,
    to: range.to,
    where,
  })
  return (
    <Panel
      title={title}
      asking={asking}
      height={HEIGHT + 28}
      isEmpty={({ rows }) => rows.every((row) => (numberIn(row, 'count') ?? 0) === 0)}
      empty={
        where.length > 0
          ? 'No day of this range may be shown with this filter: nothing was reported, or too few machines stand behind it or are left out by it.'
          : 'Not reported in these days. If it should have been, look at the drift below, and at a longer range.'
      }
      chart={(answer) => <CountsChart answer={answer} today={today} />}
      table={(answer) => (
        <NumbersTable
          caption={title}
          answer={answer}
          rows={withoutEmptyToday(answer.rows, 'count', today).toReversed()}
        />
      )}
    />
  )
}

function CountsChart({ answer, today }: { readonly answer: ServerAnswer; readonly today: string }): ReactElement {
  const { days, series } = useMemo(() => {
    const shown = columnsToSeries(answer, withoutEmptyToday(answer.rows, 'count', today), ['count'])
    return {
      days: shown.days,
      series: shown.series.map((one) => ({ ...one, shape: 'bar' as const, color: '--series-1' })),
    }
  }, [answer, today])
  return (
    <DayChart
      label="Times by day"
      days={days}
      series={series}
      height={HEIGHT}
      format={formatCount}
      formatShort={formatShort}
    />
  )
}
