import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** What was left out or changed on its way. */
export function DriftPanel({ place, event }: { readonly place: Place; readonly event?: string }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('drift', { contract: contract.name, from: range.from, to: range.to, event })
  return (
    <Panel
      title="Drift"
      description="Values that did not fit the contract, and the machines affected"
      asking={asking}
      height={160}
      isEmpty={({ rows }) => rows.length === 0}
      empty="Nothing drifted: every value that came fitted the contract."
    />
  )
}
