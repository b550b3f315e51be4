import { Text } from '@mantine/core'
import { useMemo, type ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { DayChart } from '../charts/day-chart.tsx'
import { formatCount, formatShort } from '../charts/format-figure.ts'
import { NumbersTable } from '../charts/numbers-table.tsx'
import { columnsToSeries, numberIn, withoutEmptyToday } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

const HEIGHT = 240

/** How many machines used the product. */
export function ActiveMachinesPanel({ place }: { readonly place: Place }): ReactElement {
  const { contract, range, today } = place
  const asking = useAnswer('active-machines', { contract: contract.name, from: range.from, to: range.to })
  return (
    <Panel
      title="Active machines"
      description="Each counted once a day, without any id"
      asking={asking}
      height={HEIGHT + 28}
      isEmpty={({ rows }) => rows.every((row) => (numberIn(row, 'daily') ?? 0) === 0)}
      empty={
        contract.presence !== false ? (
          <Text>
            No machine reported in these days. A machine reports a finished day with its next run on a later one.
          </Text>
        ) : (
          <Text>The contract declares no presence, so machines are not counted.</Text>
        )
      }
      chart={(answer) => <ActiveChart answer={answer} today={today} />}
      table={(answer) => (
        <NumbersTable
          caption="Active machines"
          answer={answer}
          rows={withoutEmptyToday(answer.rows, 'daily', today).toReversed()}
        />
      )}
    />
  )
}

function ActiveChart({ answer, today }: { readonly answer: ServerAnswer; readonly today: string }): ReactElement {
  const { days, series } = useMemo(() => {
    const shown = columnsToSeries(answer, withoutEmptyToday(answer.rows, 'daily', today), ['daily', 'rolling7'])
    const [daily, rolling] = shown.series
    return {
      days: shown.days,
      series: [
        { label: 'That day', values: daily?.values ?? [], shape: 'bar', color: '--series-1-soft' },
        { label: '7 days to it', values: rolling?.values ?? [], shape: 'line', color: '--series-1' },
      ] as const,
    }
  }, [answer, today])
  return (
    <DayChart
      label="Active machines"
      days={days}
      series={series}
      height={HEIGHT}
      format={formatCount}
      formatShort={formatShort}
    />
  )
}
