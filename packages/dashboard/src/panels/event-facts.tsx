import type { Scope } from '@plainsight/contract'
import type { MenuEvent } from '@plainsight/questions'
import type { ReactElement, ReactNode } from 'react'
import classes from './event-facts.module.css'

const SCOPES: { readonly [scope in Scope]: string } = {
  none: 'none: two reports of one machine cannot be told to be so',
  run: 'one run of the tool',
  day: 'a day',
  week: 'a week',
  month: 'a month',
  install: 'the installation, until its state is reset',
}

/** What the contract says of an event: what it is, why it is asked, who reads it, how far it follows anyone. */
export function EventFacts({ event }: { readonly event: MenuEvent }): ReactElement {
  return (
    <dl className={classes.facts}>
      <Fact name="What">{event.what}</Fact>
      <Fact name="Why">{event.why}</Fact>
      {event.who === undefined ? null : <Fact name="About">{event.who}</Fact>}
      {event.readBy.length === 0 ? null : <Fact name="Read by">{event.readBy.join(', ')}</Fact>}
      <Fact name="Id lives for">
        {SCOPES[event.identity as Scope] ?? event.identity}
        {event.identityReason === undefined ? '' : ` (${event.identityReason})`}
      </Fact>
      <Fact name="Kept">
        {event.retention > 0 ? `${event.retention} days` : 'as the contract says'}
        {event.rate === undefined ? '' : `; one in ${Math.round(1 / event.rate)} is recorded`}
      </Fact>
      {event.sources.length === 0 ? null : <Fact name="From">{event.sources.join(', ')}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
