import type { MenuField } from '@plainsight/questions'
import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { PartBars } from '../charts/part-bars.tsx'
import type { Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Machines by one of the values that are told alone, in the calendar month that the chosen days end in. */
export function EnvironmentPanel({ place, field }: { readonly place: Place; readonly field: MenuField }): ReactElement {
  const { contract, range } = place
  const month = MONTH.format(Date.parse(range.to))
  const asking = useAnswer('environment', { contract: contract.name, by: field.name, to: range.to })
  return (
    <Panel
      title={`Machines by ${field.name}`}
      description={`${field.doc}; told alone, once a calendar month: ${month}`}
      asking={asking}
      height={150}
      isEmpty={({ rows }) => rows.length === 0}
      empty={`Nobody has told this in ${month}.`}
      chart={({ rows }) => <PartBars label={`Machines by ${field.name} in ${month}`} rows={rows} />}
    />
  )
}
