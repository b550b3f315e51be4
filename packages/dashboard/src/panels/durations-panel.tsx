import type { MenuField } from '@plainsight/questions'
import { useMemo, type ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { DayChart } from '../charts/day-chart.tsx'
import { formatAmount } from '../charts/format-figure.ts'
import { NumbersTable } from '../charts/numbers-table.tsx'
import { columnsToSeries, numberIn, withoutEmptyToday } from '../charts/series.ts'
import type { EventPlace } from '../pages/place.ts'
import { Panel } from './panel.tsx'

const HEIGHT = 220

/** How a measured figure of the event is spread, by day. */
export function DurationsPanel({
  place,
  measure,
}: {
  readonly place: EventPlace
  readonly measure: MenuField
}): ReactElement {
  const { contract, event, range, today, where } = place
  const asking = useAnswer('durations', {
    contract: contract.name,
    event: event.name,
    measure: measure.name,
    from: range.from,
    to: range.to,
    where,
  })
  return (
    <Panel
      title={`${measure.name}: median and 95 %`}
      description={measure.doc}
      asking={asking}
      height={HEIGHT + 28}
      isEmpty={({ rows }) => rows.every((row) => numberIn(row, 'p50') === null)}
      empty={where.length > 0 ? 'No day of this range may be shown with this filter.' : 'Not measured in these days.'}
      chart={(answer) => <SpreadChart answer={answer} title={measure.name} today={today} />}
      table={(answer) => (
        <NumbersTable
          caption={`${measure.name} by day`}
          answer={answer}
          rows={withoutEmptyToday(answer.rows, 'values', today).toReversed()}
        />
      )}
    />
  )
}

function SpreadChart({
  answer,
  title,
  today,
}: {
  readonly answer: ServerAnswer
  readonly title: string
  readonly today: string
}): ReactElement {
  const unit = answer.columns.find(({ name }) => name === 'p50')?.unit
  const { days, series } = useMemo(() => {
    const shown = columnsToSeries(answer, withoutEmptyToday(answer.rows, 'values', today), ['p50', 'p95'])
    const [middle, high] = shown.series
    return {
      days: shown.days,
      series: [
        { label: 'Half are below', values: middle?.values ?? [], shape: 'line', color: '--series-1' },
        { label: '95 % are below', values: high?.values ?? [], shape: 'line', color: '--series-2' },
      ] as const,
    }
  }, [answer, today])
  return (
    <DayChart
      label={title}
      days={days}
      series={series}
      height={HEIGHT}
      format={(value) => formatAmount(value, unit)}
      absent="–"
    />
  )
}
