import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { formatCount, formatShare } from '../charts/format-figure.ts'
import { LineList } from '../charts/line-list.tsx'
import { numberIn, textIn } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** What became of everything that was received. */
export function OutcomesPanel({ place }: { readonly place: Place }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('outcomes', { contract: contract.name, from: range.from, to: range.to })
  return (
    <Panel
      title="Received"
      description="Every record has one outcome, and they add up"
      chartWord="List"
      asking={asking}
      height={120}
      isEmpty={({ rows }) => rows.length === 0}
      empty="Nothing was received in these days."
      chart={({ rows }) => {
        const all = rows.reduce((sum, row) => sum + (numberIn(row, 'records') ?? 0), 0)
        return (
          <LineList
            label="Records by outcome"
            lines={rows.map((row) => {
              const [outcome, reason] = [textIn(row, 'outcome'), textIn(row, 'reason')]
              const records = numberIn(row, 'records') ?? 0
              return {
                key: `${outcome} ${reason}`,
                title: reason === '' || reason === outcome ? outcome : `${outcome}: ${reason}`,
                below: textIn(row, 'meaning'),
                figure: formatCount(records),
                aside: all === 0 ? '' : formatShare(records / all),
              }
            })}
          />
        )
      }}
    />
  )
}
