import type { Table } from '../report.ts'
import { explainConditions, type Conditions } from './conditions.ts'
import { tableToMarkdown } from './render-table.ts'

const BEGIN = '<!-- Written by `npm run bench` from bench/results. -->'
const END = '<!-- Up to here. -->'

/** Rows of the table that speak to somebody who only reads this page. */
const TOLD =
  /^(?:start-up|a call, on, until its|a call, off|record and end|arrived of|lost of|loaded|packages|requests)/

/** What is known of the five others and of us, as it was last measured. */
export interface PeerResult {
  readonly tables: readonly Table[]
  readonly conditions: Conditions
}

/**
 * Writes the figures of the last run into a page, between its two marks.
 * @returns the page as it was where it has no marks
 */
export function withReadmeSection(page: string, { tables, conditions }: PeerResult): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)]
  const table = tables[0]
  if (before < 0 || after < before || table === undefined) return page
  const { title, columns, rows } = table
  const told = tableToMarkdown({ title, columns, rows: rows.filter(([name = '']) => TOLD.test(name)) })
  // The heading is the page's own.
  const [, ...lines] = told.split('\n')
  return `${page.slice(0, before)}${BEGIN}\n${lines.join('\n')}\n\n${explainConditions(conditions)} How each figure was taken, and which budgets are missed: [the benchmarks](docs/benchmarks.md).\n\n${page.slice(after)}`
}
