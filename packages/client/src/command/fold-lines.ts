/**
 * Breaks lines that are wider than a terminal at spaces, each under the column in which its words begin, so that a terminal does not
 * break them inside a word. What left stays in one piece: it is there to be compared, byte for byte.
 * @param columns the width of the terminal; undefined where there is none: then nothing is broken
 */
export function foldLines(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < 40) return text
  return text
    .split('\n')
    .map((line) => (line.length <= columns || /^\s*\{/.test(line) ? line : foldLine(line, columns)))
    .join('\n')
}

function foldLine(line: string, columns: number): string {
  const [head = ''] = /^ *(?:[^ ]+ {2,})?/.exec(line) ?? []
  const indent = ' '.repeat(head.length > columns / 2 ? 2 : head.length)
  const lines: string[] = []
  let at = head
  let isEmpty = true
  for (const word of line.slice(head.length).split(' ')) {
    if (!isEmpty && at.length + 1 + word.length > columns) {
      lines.push(at)
      at = indent
      isEmpty = true
    }
    at += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, at].join('\n')
}
