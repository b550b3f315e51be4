import { Button, SegmentedControl, Skeleton, Text, Title } from '@mantine/core'
import { useId, useState, type ReactElement, type ReactNode } from 'react'
import type { Asking } from '../ask/use-answer.ts'
import type { ServerAnswer } from '../ask/server-shapes.ts'
import { NumbersTable } from '../charts/numbers-table.tsx'
import classes from './panel.module.css'

/** What a panel shows and how. */
export interface PanelProps {
  readonly title: string
  readonly description?: ReactNode
  readonly asking: Asking<ServerAnswer>
  /** Whether an answer holds nothing to draw. */
  readonly isEmpty: (answer: ServerAnswer) => boolean
  /** What to do about an empty one. */
  readonly empty: ReactNode
  /** The chart; left out where the numbers are all there is. */
  readonly chart?: (answer: ServerAnswer) => ReactNode
  /** What the chart is called beside `Numbers`; default `Chart`. */
  readonly chartWord?: string
  /** Rows and columns of the table behind the chart, where they differ from the answer's. */
  readonly table?: (answer: ServerAnswer) => ReactNode
  /** Height of what is drawn, in pixels: kept while it is asked for, so that nothing moves when it comes. */
  readonly height: number
  /** Beside the title. */
  readonly controls?: ReactNode
}

/**
 * One question and its answer, on its own: while it is asked for, when nothing is there, when it failed, and when it is there. A panel
 * that fails leaves its neighbours alone. Behind every chart stand its numbers.
 */
export function Panel(props: PanelProps): ReactElement {
  const { title, description, asking, height, controls } = props
  const [view, setView] = useState<'chart' | 'numbers'>('chart')
  const heading = useId()
  const isDrawn = asking.kind === 'here' && asking.value.hidden !== true && !props.isEmpty(asking.value)
  return (
    <section
      className={classes.panel}
      aria-labelledby={heading}
      aria-busy={asking.kind === 'loading' || (asking.kind === 'here' && asking.stale)}
      data-panel={title}
    >
      <div className={classes.head}>
        <div>
          <Title order={2} size="h5" id={heading}>
            {title}
          </Title>
          {description === undefined ? null : (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </div>
        <div className={classes.controls}>
          {controls}
          {isDrawn && props.chart !== undefined ? (
            <SegmentedControl
              size="xs"
              aria-label={`${title}: how to show it`}
              value={view}
              onChange={(value) => setView(value === 'numbers' ? 'numbers' : 'chart')}
              data={[
                { value: 'chart', label: props.chartWord ?? 'Chart' },
                { value: 'numbers', label: 'Numbers' },
              ]}
            />
          ) : null}
        </div>
      </div>
      <div
        className={classes.body}
        data-stale={asking.kind === 'here' && asking.stale}
        style={{ minHeight: isSettled(asking, props.isEmpty) ? 120 : height }}
      >
        <Content {...props} view={view} />
      </div>
      {isDrawn ? <Notes answer={asking.value} /> : null}
      {asking.kind === 'loading' ? <div className={classes.notes}>{'\u00a0'}</div> : null}
    </section>
  )
}

// An answer without figures needs less room than a chart.
function isSettled(asking: Asking<ServerAnswer>, isEmpty: PanelProps['isEmpty']): boolean {
  return asking.kind === 'here' && (asking.value.hidden === true || isEmpty(asking.value))
}

function Content(props: PanelProps & { readonly view: 'chart' | 'numbers' }): ReactElement {
  const { asking, title, height } = props
  switch (asking.kind) {
    case 'loading':
      return (
        <div role="status" aria-label={`${title}: being asked for`}>
          <Skeleton height={height} />
        </div>
      )
    case 'failed':
      return (
        <div className={classes.state} role="alert" data-state="failed">
          <Text>{asking.message}</Text>
          <Button size="xs" variant="default" onClick={asking.again} aria-label={`Try again: ${title}`}>
            Try again
          </Button>
        </div>
      )
    case 'here':
      if (asking.value.hidden === true)
        return (
          <div className={classes.state} data-state="hidden">
            <Text>{asking.value.notes.at(-1) ?? 'Too few machines stand behind these figures.'}</Text>
            <Text size="sm" c="dimmed">
              A longer range, or more machines, will show it.
            </Text>
          </div>
        )
      if (props.isEmpty(asking.value))
        return (
          <div className={classes.state} data-state="empty">
            {typeof props.empty === 'string' ? <Text>{props.empty}</Text> : props.empty}
          </div>
        )
      if (props.view === 'chart' && props.chart !== undefined) return <>{props.chart(asking.value)}</>
      return props.table === undefined ? (
        <NumbersTable caption={title} answer={asking.value} />
      ) : (
        <>{props.table(asking.value)}</>
      )
  }
}

function Notes({ answer }: { readonly answer: ServerAnswer }): ReactElement | null {
  if (answer.notes.length === 0) return null
  return (
    <details className={classes.notes}>
      <summary>How to read this{answer.sampled ? ' (estimated)' : ''}</summary>
      <ul>
        {answer.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  )
}
