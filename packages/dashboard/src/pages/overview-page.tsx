import { Text, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { ActiveMachinesPanel } from '../panels/active-machines-panel.tsx'
import { DriftPanel } from '../panels/drift-panel.tsx'
import { EnvironmentPanel } from '../panels/environment-panel.tsx'
import { ErrorsPanel } from '../panels/errors-panel.tsx'
import { EventCountsPanel } from '../panels/event-counts-panel.tsx'
import { EventsPanel } from '../panels/events-panel.tsx'
import { FirstData } from '../panels/first-data.tsx'
import { FreshnessLine } from '../panels/freshness-line.tsx'
import { Headline } from '../panels/headline.tsx'
import { MachineSplitPanel } from '../panels/machine-split-panel.tsx'
import { OutcomesPanel } from '../panels/outcomes-panel.tsx'
import { VersionsPanel } from '../panels/versions-panel.tsx'
import classes from './pages.module.css'
import type { Place } from './place.ts'

/** A contract at a glance. */
export function OverviewPage({ place }: { readonly place: Place }): ReactElement {
  const { contract } = place
  const saysVersion = contract.events.some(({ context, by, fields }) =>
    [...context, ...by, ...fields].includes('productVersion'),
  )
  const errors = contract.events.find(({ kind }) => kind === 'errors')
  return (
    <>
      <div className={classes.top}>
        <div>
          <Title order={1} size="h2">
            {contract.title}
          </Title>
          <Text c="dimmed">{contract.description}</Text>
        </div>
        <FreshnessLine place={place} />
      </div>
      <FirstData place={place} />
      <Headline place={place} />
      <div className={classes.grid}>
        {contract.presence === false ? null : (
          <div className={classes.wide}>
            <ActiveMachinesPanel place={place} />
          </div>
        )}
        <div className={classes.wide}>
          <EventsPanel place={place} />
        </div>
        {saysVersion ? (
          <div className={classes.wide}>
            <VersionsPanel place={place} />
          </div>
        ) : null}
        {errors === undefined ? null : (
          <>
            <div className={classes.wide}>
              <EventCountsPanel place={{ ...place, event: errors, where: [] }} title="Errors by day" />
            </div>
            <div className={classes.wide}>
              <ErrorsPanel place={place} event={errors} />
            </div>
          </>
        )}
        <div className={classes.splits}>
          {contract.environment.map((field) => (
            <EnvironmentPanel key={field.name} place={place} field={field} />
          ))}
          {contract.presence !== false && contract.presence.by !== undefined ? (
            <MachineSplitPanel place={place} by={contract.presence.by} />
          ) : null}
          <OutcomesPanel place={place} />
          <DriftPanel place={place} />
        </div>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        Contract {contract.name} {contract.version}, digest {contract.digest.slice(0, 16)}
      </Text>
    </>
  )
}
