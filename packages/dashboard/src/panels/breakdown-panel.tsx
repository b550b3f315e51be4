import type { MenuField } from '@plainsight/questions'
import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { PartBars } from '../charts/part-bars.tsx'
import type { EventPlace } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** An event split by one of its fields. */
export function BreakdownPanel(props: {
  readonly place: EventPlace
  readonly field: MenuField
  readonly onWhere: (where: readonly string[]) => void
}): ReactElement {
  const { place, field, onWhere } = props
  const { contract, event, range, where } = place
  const asking = useAnswer('breakdown', {
    contract: contract.name,
    event: event.name,
    by: field.name,
    from: range.from,
    to: range.to,
    where,
  })
  const own = where.find((condition) => condition.startsWith(`${field.name}=`))
  return (
    <Panel
      title={`By ${field.name}`}
      description={field.doc}
      asking={asking}
      height={150}
      isEmpty={({ rows }) => rows.length === 0}
      empty="Not reported in these days."
      chart={(answer) => (
        <PartBars
          label={`${event.name} by ${field.name}`}
          rows={answer.rows}
          chosen={own?.slice(field.name.length + 1)}
          onChoose={(value) => {
            const condition = `${field.name}=${value}`
            onWhere(
              own === condition
                ? where.filter((other) => other !== own)
                : [...where.filter((other) => other !== own), condition].slice(-3),
            )
          }}
        />
      )}
    />
  )
}
