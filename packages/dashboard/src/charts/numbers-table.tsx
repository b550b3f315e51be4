import type { AnswerColumn } from '@plainsight/questions'
import type { ReactElement } from 'react'
import type { AnswerRow, ServerAnswer } from '../ask/server-shapes.ts'
import classes from './charts.module.css'
import { formatValue } from './format-figure.ts'

/** Rows shown at once: a year of days by a dozen versions is no table for a person. */
const MOST_ROWS = 1_000

/** The numbers behind a chart. */
export function NumbersTable(props: {
  readonly caption: string
  readonly answer: ServerAnswer
  readonly rows?: readonly AnswerRow[]
}): ReactElement {
  const { caption, answer } = props
  const columns = answer.columns.filter(({ kind }) => kind !== 'part')
  const rows = props.rows ?? answer.rows
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${caption}: numbers`}>
      <table className={classes.numbers}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-figure={isFigure(column)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, i) => (
            <tr key={i}>
              {columns.map((column) => (
                <td key={column.name} data-figure={isFigure(column)} data-value={row[column.name]}>
                  {formatValue(row[column.name] ?? null, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS ? <p className={classes.more}>And {rows.length - MOST_ROWS} more rows.</p> : null}
    </div>
  )
}

function isFigure({ kind }: AnswerColumn): boolean {
  return kind === 'count' || kind === 'share' || kind === 'amount'
}
