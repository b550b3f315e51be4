import { Skeleton, Text } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import type { Asking } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import classes from './tile.module.css'

/** What a tile says of an answer: one figure, and a line below it. */
export interface TileFigure {
  readonly figure: string
  readonly below: ReactNode
}

/** One figure, large. */
export function Tile(props: {
  readonly title: string
  readonly asking: Asking<ServerAnswer>
  readonly figure: (answer: ServerAnswer) => TileFigure
}): ReactElement {
  const { title, asking } = props
  return (
    <section className={classes.tile} aria-label={title} data-tile={title}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Inside {...props} asking={asking} />
    </section>
  )
}

function Inside({ title, asking, figure }: Parameters<typeof Tile>[0]): ReactElement {
  switch (asking.kind) {
    case 'loading':
      return <Skeleton height={56} role="status" aria-label={`${title}: being asked for`} />
    case 'failed':
      return (
        <div role="alert" data-state="failed">
          <div className={classes.figure}>–</div>
          <button
            type="button"
            className={classes.again}
            onClick={asking.again}
            title={asking.message}
            aria-label={`Try again: ${title}. ${asking.message}`}
          >
            Could not be read. Try again
          </button>
        </div>
      )
    case 'here': {
      const shown = figure(asking.value)
      return (
        <div data-stale={asking.stale} className={classes.inside}>
          <div className={classes.figure}>{shown.figure}</div>
          <div className={classes.below}>{shown.below}</div>
        </div>
      )
    }
  }
}
