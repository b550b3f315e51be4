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
      isEmpty={({ rows }) => rows.every(({ share }) => share === null)}
      empty="No day in this range has a version that may be shown: none was reported, or too few machines stand behind each."
      chart={(answer) => <VersionsChart answer={answer} />}
    />
  )
}

function VersionsChart({ answer }: { readonly answer: ServerAnswer }): ReactElement {
  const { days, series } = useMemo(() => {
    const groups = groupsToSeries(answer.rows, 'version', 'share', byVersion)
    const colors = bandColors(groups.series.map(({ label }) => label))
    return {
      days: groups.days,
      series: groups.series.map((one, i) => ({ ...one, shape: 'band' as const, color: colors[i] ?? '--series-grey' })),
    }
  }, [answer])
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
    return `--version-${Math.max(1, COLOURS - versions.length + place + 1)}`
  })
}
