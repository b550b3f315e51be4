/** A table of Markdown: one line per row, a bar inside a cell written so that it ends no cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellText).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function cellText(text: string): string {
  return text.replace(/\|/g, String.raw`\|`).replace(/\s*\n\s*/g, ' ')
}
