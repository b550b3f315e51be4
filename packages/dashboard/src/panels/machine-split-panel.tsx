import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { PartBars } from '../charts/part-bars.tsx'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** Active machines by the one field that presence rows carry. */
export function MachineSplitPanel({ place, by }: { readonly place: Place; readonly by: string }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('breakdown', {
    contract: contract.name,
    event: 'plainsight.presence',
    by,
    from: range.from,
    to: range.to,
  })
  return (
    <Panel
      title={`Active machines by ${by}`}
      description="In machine-days: a machine counts once for each day"
      asking={asking}
      height={150}
      isEmpty={({ rows }) => rows.length === 0}
      empty="No machine reported in these days."
      chart={({ rows }) => <PartBars label={`Machine-days by ${by}`} rows={rows} />}
    />
  )
}
