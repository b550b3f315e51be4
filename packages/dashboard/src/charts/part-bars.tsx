import { UnstyledButton } from '@mantine/core'
import type { Part } from '@plainsight/questions'
import type { ReactElement } from 'react'
import type { AnswerRow } from '../ask/server-shapes.ts'
import classes from './charts.module.css'
import { formatCount, formatShare } from './format-figure.ts'
import { numberIn, textIn } from './series.ts'

const PART_WORDS: { readonly [part in Exclude<Part, 'value'>]: string } = {
  other: 'Not on the declared list: clients send the word "other" instead of the value.',
  absent: 'The record did not hold the field.',
  rest: 'The rest of a long list, added up.',
  few: 'Values that are shown together, because too few machines stand behind each of them.',
}

/** A split as bars, largest first. A bar of a single value can be chosen as a filter. */
export function PartBars(props: {
  readonly label: string
  readonly rows: readonly AnswerRow[]
  /** The value that the page is filtered by, if it is one of these. */
  readonly chosen?: string | undefined
  readonly onChoose?: ((value: string) => void) | undefined
}): ReactElement {
  const { rows, chosen, onChoose } = props
  const most = Math.max(1, ...rows.map((row) => numberIn(row, 'count') ?? 0))
  return (
    <ul className={classes.bars} aria-label={props.label}>
      {rows.map((row) => {
        const value = textIn(row, 'value')
        const part = textIn(row, 'part') as Part
        const count = numberIn(row, 'count')
        const share = numberIn(row, 'share')
        const words = part === 'value' ? undefined : PART_WORDS[part]
        const inside = (
          <>
            <span className={classes.barLabel} title={words}>
              {value}
            </span>
            <span className={classes.barFigures}>
              <b>{count === null ? 'few' : formatCount(count)}</b>
              <span>{share === null ? '' : formatShare(share)}</span>
            </span>
            <span className={classes.barTrack}>
              <i data-part={part} style={{ width: `${Math.max(0.5, ((count ?? 0) / most) * 100)}%` }} />
            </span>
          </>
        )
        return (
          <li key={`${part} ${value}`}>
            {onChoose !== undefined && (part === 'value' || part === 'other') ? (
              <UnstyledButton
                className={classes.bar}
                aria-pressed={chosen === value}
                title={chosen === value ? 'Show all again' : `Only ${value}`}
                onClick={() => onChoose(value)}
              >
                {inside}
              </UnstyledButton>
            ) : (
              <div className={classes.bar}>{inside}</div>
            )}
            {words === undefined ? null : <p className={classes.barWords}>{words}</p>}
          </li>
        )
      })}
    </ul>
  )
}
