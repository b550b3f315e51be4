import { Anchor, SegmentedControl } from '@mantine/core'
import type { MenuEvent } from '@plainsight/questions'
import { useState, type ReactElement } from 'react'
import { Link } from 'wouter'
import { useAnswer } from '../ask/use-answer.ts'
import { PartBars } from '../charts/part-bars.tsx'
import { eventAddress, type Place } from '../pages/place.ts'
import { Panel } from './panel.tsx'

/** What error reports are first looked at by: what kind they were, what they said, and which are the same. */
const VIEWS = [
  { value: 'class', label: 'Class' },
  { value: 'code', label: 'Code' },
  { value: 'group', label: 'Group' },
] as const

type View = (typeof VIEWS)[number]['value']

/** Error reports by class, code or group; all else about them is on the page of their event. */
export function ErrorsPanel({ place, event }: { readonly place: Place; readonly event: MenuEvent }): ReactElement {
  const { contract, range } = place
  const [by, setBy] = useState<View>('class')
  const asking = useAnswer('breakdown', {
    contract: contract.name,
    event: event.name,
    by,
    from: range.from,
    to: range.to,
  })
  return (
    <Panel
      title="Errors"
      description={
        <>
          Each error at most once a machine and week; by day and by its fields on the page of{' '}
          <Anchor component={Link} href={eventAddress(contract.name, event.name, range)} inherit>
            {event.name}
          </Anchor>
        </>
      }
      asking={asking}
      height={150}
      controls={
        <SegmentedControl
          size="xs"
          aria-label="Errors by"
          value={by}
          onChange={(value) => setBy(VIEWS.find((view) => view.value === value)?.value ?? 'class')}
          data={[...VIEWS]}
        />
      }
      isEmpty={({ rows }) => rows.length === 0}
      empty="No error was reported in these days. Reports have a choice of their own: only who said yes to them sends any."
      chart={({ rows }) => <PartBars label={`${event.name} by ${by}`} rows={rows} />}
    />
  )
}
