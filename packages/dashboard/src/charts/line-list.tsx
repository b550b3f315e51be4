import type { ReactElement, ReactNode } from 'react'
import classes from './charts.module.css'

/** A line of a list: what it is, a sentence below, a figure beside. */
export interface ListLine {
  readonly key: string
  readonly title: ReactNode
  readonly below: string
  readonly figure: string
  readonly aside: string
}

/** A short table for narrow places: two lines for each row. */
export function LineList({
  label,
  lines,
}: {
  readonly label: string
  readonly lines: readonly ListLine[]
}): ReactElement {
  return (
    <ul className={classes.lines} aria-label={label}>
      {lines.map(({ key, title, below, figure, aside }) => (
        <li key={key} data-line={key}>
          <span>{title}</span>
          <b>{figure}</b>
          <span>{below}</span>
          <span>{aside}</span>
        </li>
      ))}
    </ul>
  )
}
