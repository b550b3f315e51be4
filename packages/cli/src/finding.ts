/** Something that is wrong with a contract or with a file made from it: data first, words for a reader last. */
export interface Finding {
  /** The file, as a path from where the command was started. */
  readonly file: string
  /** Counted from 1. */
  readonly line?: number
  readonly column?: number
  /** Id of the rule, such as `bits-over-budget`. */
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'note'
  /** Who let it pass, when and why. */
  readonly suppressed?: { readonly who: string; readonly when: string; readonly why: string }
  /** What is wrong, a whole sentence. */
  readonly message: string
  /** What to do about it. */
  readonly mend?: string
}

/** Lines for a person: place and rule, then the sentence, then the mend. */
export function findingText({ file, line, column, rule, severity, message, mend, suppressed }: Finding): string {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
  return [
    `${place}  ${suppressed !== undefined ? 'suppressed  ' : severity === 'error' ? '' : `${severity}  `}${rule}`,
    `  ${message}`,
    ...(suppressed !== undefined
      ? [`  let pass by ${suppressed.who} on ${suppressed.when}: ${suppressed.why}`]
      : mend === undefined || severity === 'note'
        ? []
        : [`  → ${mend}`]),
  ].join('\n')
}

/** One line that GitHub draws beside the source in a pull request. */
export function findingGithub({ file, line, column, rule, severity, message, mend, suppressed }: Finding): string {
  const place = [
    ['file', file],
    ['line', line],
    ['col', line === undefined ? undefined : column],
    ['title', rule],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
  const rest =
    suppressed === undefined ? mend : `Let pass by ${suppressed.who} on ${suppressed.when}: ${suppressed.why}`
  return `::${severity === 'note' ? 'notice' : severity} ${place.join(',')}::${escaped(rest === undefined ? message : `${message} ${rest}`)}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
