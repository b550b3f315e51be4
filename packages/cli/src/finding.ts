/** Something that is wrong with a contract or with a file made from it: data first, words for a reader last. */
export interface Finding {
  /** The file, as a path from where the command was started. */
  readonly file: string
  /** Counted from 1. */
  readonly line?: number
  readonly column?: number
  /** Id of the rule, such as `bits-over-budget`. */
  readonly rule: string
  readonly severity: 'error' | 'warning'
  /** What is wrong, a whole sentence. */
  readonly message: string
  /** What to do about it. */
  readonly mend?: string
}

/** Lines for a person: place and rule, then the sentence, then the mend. */
export function findingText({ file, line, column, rule, severity, message, mend }: Finding): string {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
  return [
    `${place}  ${severity === 'warning' ? 'warning  ' : ''}${rule}`,
    `  ${message}`,
    ...(mend === undefined ? [] : [`  → ${mend}`]),
  ].join('\n')
}

/** One line that GitHub draws beside the source in a pull request. */
export function findingGithub({ file, line, column, rule, severity, message, mend }: Finding): string {
  const place = [
    ['file', file],
    ['line', line],
    ['col', line === undefined ? undefined : column],
    ['title', rule],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
  return `::${severity} ${place.join(',')}::${escaped(mend === undefined ? message : `${message} ${mend}`)}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
