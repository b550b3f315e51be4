import { Anchor, Badge } from '@mantine/core'
import { daysOf, type MenuEvent } from '@plainsight/questions'
import { useMemo, type ReactElement } from 'react'
import { Link } from 'wouter'
import { useAnswer } from '../ask/use-answer.ts'
import type { AnswerRow, ServerAnswer } from '../ask/server-shapes.ts'
import { formatCount, formatDay } from '../charts/format-figure.ts'
import { numberIn, textIn } from '../charts/series.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { eventAddress, type Place } from '../pages/place.ts'
import classes from './events-panel.module.css'
import { KIND_WORDS } from './kind-words.ts'
import { Panel } from './panel.tsx'

/** A declared event and what was counted of it. */
interface EventLine {
  readonly event: MenuEvent
  readonly count: number
  readonly last: string | undefined
  readonly values: readonly number[]
}

/** Every declared event, the most frequent first; also those that nobody has reported. */
export function EventsPanel({ place }: { readonly place: Place }): ReactElement {
  const { contract, range } = place
  const asking = useAnswer('event-counts', { contract: contract.name, from: range.from, to: range.to, by: 'day' })
  return (
    <Panel
      title="Events"
      description="Everything that the contract declares"
      chartWord="List"
      asking={asking}
      height={44 + 58 * Math.min(8, contract.events.length)}
      isEmpty={() => contract.events.length === 0}
      empty="The contract declares no event."
      chart={(answer) => <EventTable answer={answer} place={place} />}
    />
  )
}

function EventTable({ answer, place }: { readonly answer: ServerAnswer; readonly place: Place }): ReactElement {
  const { contract, range, today } = place
  const lines = useMemo(
    () => eventLines(contract.events, answer.rows, range.from, range.to, today),
    [contract, answer, range.from, range.to, today],
  )
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>Events, the most frequent first</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col" className={classes.spark}>
            By day
          </th>
          <th scope="col" data-figure>
            Times
          </th>
          <th scope="col" data-figure className={classes.last}>
            Last day
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ event, count, last, values }) => (
          <tr key={event.name} data-event={event.name}>
            <th scope="row">
              <Anchor component={Link} href={eventAddress(contract.name, event.name, range)} fw={500}>
                {event.name}
              </Anchor>{' '}
              <Badge size="xs" variant="default" tt="none" fw={500}>
                {KIND_WORDS[event.kind]}
              </Badge>
              <span className={classes.what}>{event.what}</span>
            </th>
            <td className={classes.spark}>{count === 0 ? null : <Sparkline values={values} />}</td>
            <td data-figure data-count={count}>
              {event.rate === undefined || count === 0 ? '' : '≈ '}
              {formatCount(count)}
            </td>
            <td data-figure className={classes.last}>
              {last === undefined ? 'not in these days' : formatDay(last)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Adds up an answer by event and day for each declared event. */
export function eventLines(
  events: readonly MenuEvent[],
  rows: readonly AnswerRow[],
  from: string,
  to: string,
  today: string,
): readonly EventLine[] {
  const days = daysOf(from, to)
  const byEvent = Map.groupBy(rows, (row) => textIn(row, 'event'))
  const lines = events.map((event) => {
    const own = new Map((byEvent.get(event.name) ?? []).map((row) => [textIn(row, 'day'), numberIn(row, 'count') ?? 0]))
    const values = days.map((day) => own.get(day) ?? 0)
    return {
      event,
      count: values.reduce((sum, value) => sum + value, 0),
      last: days.findLast((day) => (own.get(day) ?? 0) > 0),
      // An unfinished day is no fall.
      values: days.at(-1) === today && values.at(-1) === 0 ? values.slice(0, -1) : values,
    }
  })
  return lines.toSorted((a, b) => b.count - a.count || (a.event.name < b.event.name ? -1 : 1))
}
