import type { AnswerColumn } from '@plainsight/questions'
import { Table } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AnswerRow, ServerAnswer } from '../ask/server-shapes.ts'
import classes from './charts.module.css'
import { formatValue } from './format-figure.ts'

/** Rows shown at once; a year of days by a dozen versions is no table for a person. */
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
      <Table withRowBorders stickyHeader fz="sm" verticalSpacing={6}>
        <caption className={classes.caption}>{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.name} scope="col" data-figure={isFigure(column)}>
                {column.label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, MOST_ROWS).map((row, i) => (
            <Table.Tr key={i}>
              {columns.map((column) => (
                <Table.Td key={column.name} data-figure={isFigure(column)}>
                  {formatValue(row[column.name] ?? null, column)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > MOST_ROWS ? <p className={classes.more}>And {rows.length - MOST_ROWS} more rows.</p> : null}
    </div>
  )
}

function isFigure({ kind }: AnswerColumn): boolean {
  return kind === 'count' || kind === 'share' || kind === 'amount'
}
