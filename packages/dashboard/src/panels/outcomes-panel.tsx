import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
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
      asking={asking}
      height={160}
      isEmpty={({ rows }) => rows.length === 0}
      empty="Nothing was received in these days."
    />
  )
}
