import type { Answer } from '@plainsight/questions'

/** An answer as the collector gives it over HTTP. */
export interface AskedAnswer extends Answer {
  readonly title: string
}

/** What stands for a value that is not shown or not known. */
const HIDDEN = '–'

/** Lines of a table: numbers to the right, words to the left; below it the sentences that belong beside the figures. */
export function answerTable({ title, columns: all, rows, notes }: AskedAnswer): string[] {
  // What kind of part a row is shows in its label.
  const columns = all.filter(({ kind }) => kind !== 'part')
  const head = columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`))
  const body = rows.map((row) => columns.map(({ name, kind }) => labelled(row, shown(row[name], kind), kind)))
  const widths = head.map((label, i) => Math.max(label.length, ...body.map((cells) => (cells[i] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isNumber(columns[i]?.kind) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [
    title,
    '',
    ...(rows.length === 0 ? ['Nothing to show.'] : [line(head), ...body.map(line)]),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ]
}

function shown(value: string | number | null | undefined, kind: string): string {
  if (value === null || value === undefined) return HIDDEN
  if (typeof value === 'number' && kind === 'share') return `${(value * 100).toFixed(1)} %`
  return String(value)
}

// The client's word `other` and a value of that name are not the same; brackets mark what is no value of the contract.
function labelled(row: AskedAnswer['rows'][number], text: string, kind: string): string {
  return kind === 'text' && row['part'] !== undefined && row['part'] !== 'value' ? `(${text})` : text
}

function isNumber(kind: string | undefined): boolean {
  return kind === 'count' || kind === 'share' || kind === 'amount'
}
