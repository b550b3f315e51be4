import { Anchor, Badge, Button, Text, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import { BreakdownPanel } from '../panels/breakdown-panel.tsx'
import { DriftPanel } from '../panels/drift-panel.tsx'
import { DurationsPanel } from '../panels/durations-panel.tsx'
import { EventCountsPanel } from '../panels/event-counts-panel.tsx'
import { EventFacts } from '../panels/event-facts.tsx'
import { FreshnessLine } from '../panels/freshness-line.tsx'
import { KIND_WORDS } from '../panels/kind-words.ts'
import { VersionsPanel } from '../panels/versions-panel.tsx'
import classes from './pages.module.css'
import { contractAddress, type EventPlace } from './place.ts'

/** Everything about one event. */
export function EventPage(props: {
  readonly place: EventPlace
  readonly onWhere: (where: readonly string[]) => void
}): ReactElement {
  const { place, onWhere } = props
  const { contract, event, range, where } = place
  return (
    <>
      <nav aria-label="Where this is">
        <Anchor component={Link} href={contractAddress(contract.name, range)} size="sm">
          {contract.title}
        </Anchor>
        <Text component="span" size="sm" c="dimmed">
          {' '}
          / events
        </Text>
      </nav>
      <div className={classes.top}>
        <div>
          <Title order={1} size="h2" className={classes.name}>
            {event.name}{' '}
            <Badge variant="default" tt="none" fw={500}>
              {KIND_WORDS[event.kind]}
            </Badge>
          </Title>
        </div>
        <FreshnessLine place={place} />
      </div>
      <EventFacts event={event} />
      {where.length === 0 ? null : (
        <div className={classes.filter} role="status">
          <Text size="sm">
            Only records with{' '}
            {where.map((condition, i) => (
              <span key={condition}>
                {i === 0 ? '' : ' and '}
                <b>{condition.replace('=', ' = ')}</b>
              </span>
            ))}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => onWhere([])}>
            Show all
          </Button>
        </div>
      )}
      <div className={classes.grid}>
        <div className={classes.wide}>
          <EventCountsPanel place={place} />
        </div>
        <div className={classes.splits}>
          {event.splits.map((field) => (
            <BreakdownPanel key={field.name} place={place} field={field} onWhere={onWhere} />
          ))}
        </div>
        {event.measures.map((measure) => (
          <div key={measure.name} className={classes.wide}>
            <DurationsPanel place={place} measure={measure} />
          </div>
        ))}
        {[...event.context, ...event.by, ...event.fields].includes('productVersion') ? (
          <div className={classes.wide}>
            <VersionsPanel place={place} event={event.name} />
          </div>
        ) : null}
        <div className={classes.wide}>
          <DriftPanel place={place} event={event.name} />
        </div>
      </div>
    </>
  )
}
