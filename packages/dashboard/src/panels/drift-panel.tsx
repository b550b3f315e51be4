import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { formatCount, formatDay } from '../charts/format-figure.ts'
import { LineList } from '../charts/line-list.tsx'
import { numberIn, textIn } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** Lines shown at once; all of them are behind `Numbers`. */
const MOST_LINES = 12

/** What was left out or changed on its way. */
export function DriftPanel({ place, event }: { readonly place: Place; readonly event?: string }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('drift', { contract: contract.name, from: range.from, to: range.to, event })
  return (
    <Panel
      title="Drift"
      description="Values that did not fit the contract, and the machines affected"
      chartWord="List"
      asking={asking}
      height={120}
      isEmpty={({ rows }) => rows.length === 0}
      empty="Nothing drifted in these days: every value that came fitted the contract."
      chart={({ rows }) => (
        <LineList
          label="Drift by event, field and reason"
          lines={rows.slice(0, MOST_LINES).map((row) => {
            const [name, field, reason] = [textIn(row, 'event'), textIn(row, 'field'), textIn(row, 'reason')]
            const machines = numberIn(row, 'machines') ?? 0
            return {
              key: `${name} ${field} ${reason}`,
              title: `${name} · ${field === '*' ? 'the whole record' : field}`,
              below: `${reason}: ${textIn(row, 'meaning')}`,
              figure: machines === 1 ? '1 machine' : `${formatCount(machines)} machines`,
              aside: `on the worst day; last ${formatDay(textIn(row, 'last'))}`,
            }
          })}
        />
      )}
    />
  )
}
