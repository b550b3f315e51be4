import { explainVerdict, showNumber, type Table, type Verdict } from '../report.ts'

/** Budgets as a table: what, budget, measured, verdict. */
export function verdictTable(title: string, verdicts: readonly Verdict[]): Table {
  return {
    title,
    columns: ['budget', 'limit', 'measured', 'verdict'],
    rows: verdicts.map((verdict) => [
      verdict.what,
      `${verdict.bound === 'at most' ? '≤' : '≥'} ${showNumber(verdict.budget)} ${verdict.unit}`.trimEnd(),
      `${showNumber(verdict.measured)} ${verdict.unit}`.trimEnd(),
      explainVerdict(verdict),
    ]),
  }
}

/** A table in aligned columns, the same on a terminal and in a log. Numbers stand to the right. */
export function tableToText(table: Table): string {
  const lines = [table.columns, ...table.rows]
  const widths = table.columns.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const numeric = table.columns.map(
    (_, column) => column > 0 && table.rows.every((row) => /^(?:–|[−-]?[\d  .]+)?$/.test(row[column] ?? '')),
  )
  const text = lines.map((line) =>
    widths
      .map((width, column) =>
        numeric[column] === true ? (line[column] ?? '').padStart(width) : (line[column] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd(),
  )
  text.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '))
  return [table.title, '', ...text, ...(table.notes ?? []).map((note) => `* ${note}`)].join('\n')
}

/** The same table for a Markdown page, under a heading of the third level. */
export function tableToMarkdown(table: Table): string {
  const cells = (line: readonly string[]): string =>
    `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${table.columns.map((_, column) => (column === 0 ? ' --- ' : ' ---: ')).join('|')}|`
  const notes = table.notes === undefined ? [] : ['', ...table.notes.map((note) => `- ${note}`)]
  return [`### ${table.title}`, '', cells(table.columns), rule, ...table.rows.map(cells), ...notes].join('\n')
}
