import { useMemo, type ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { DayChart } from '../charts/day-chart.tsx'
import { formatShare } from '../charts/format-figure.ts'
import { byVersion, groupsToSeries } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

const HEIGHT = 240

/** Named versions at most, as the question gives them: one colour each. */
const COLOURS = 7

/** Which versions of the product are in use. */
export function VersionsPanel({ place, event }: { readonly place: Place; readonly event?: string }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('versions', { contract: contract.name, from: range.from, to: range.to, event })
  return (
    <Panel
      title="Versions in use"
      description="Share of each day, newest version on top"
      asking={asking}
      height={HEIGHT + 52}
      isEmpty={({ rows }) => rows.length === 0}
      empty="No report of these days says which version it comes from."
      chart={(answer) => <VersionsChart answer={answer} from={range.from} />}
    />
  )
}

function VersionsChart({ answer, from }: { readonly answer: ServerAnswer; readonly from: string }): ReactElement {
  const { days, series } = useMemo(() => {
    // A day of which nothing may be shown is drawn as few from top to bottom, so that it does not look like a day without reports.
    const rows = answer.rows.map((row) => (row.share === null ? { ...row, share: 1 } : row))
    const groups = groupsToSeries(rows, 'version', 'share', from, byVersion)
    const colors = bandColors(groups.series.map(({ label }) => label))
    return {
      days: groups.days,
      series: groups.series.map((one, i) => ({ ...one, shape: 'band' as const, color: colors[i] ?? '--series-grey' })),
    }
  }, [answer, from])
  return (
    <DayChart
      label="Versions in use"
      days={days}
      series={series}
      height={HEIGHT}
      format={formatShare}
      top={1}
      absent="–"
    />
  )
}

/** The colours of versions, oldest first: the newest is always the strongest, and what is no version is grey. */
export function bandColors(labels: readonly string[]): readonly string[] {
  const versions = labels.filter((label) => /^\d/.test(label))
  return labels.map((label) => {
    const place = versions.indexOf(label)
    if (place === -1) return label === 'few' ? '--series-few' : '--series-grey'
    // Few versions stand further apart.
    const weakest = [7, 7, 4, 3, 2, 2, 2][versions.length] ?? 1
    return `--version-${Math.round(weakest + ((COLOURS - weakest) * place) / Math.max(1, versions.length - 1))}`
  })
}
