/** What reads an event: a chart, an alert, a report, or a question with the day by which it is to be answered. */
export type Reader =
  | string
  | { readonly chart: string }
  | { readonly alert: string }
  | { readonly report: string }
  | {
      readonly question: string
      /** A day, `2027-06-30`. */
      readonly by: string
    }

/** Who reads an event; at least one. */
export interface ReadBy {
  readonly readBy: readonly Reader[]
}

/** Readers as a contract holds them: `chart:commands`, `question:Which sizes are there? by 2027-06-30`. What is neither is left to `check`. */
export function readerWords(readBy: readonly Reader[]): readonly string[] {
  if (!Array.isArray(readBy)) return readBy as readonly string[]
  return (readBy as readonly Reader[]).map((reader) => {
    if (typeof reader !== 'object' || reader === null) return reader
    const { by, ...named } = reader as { readonly [kind: string]: string }
    const [kind, name] = Object.entries(named)[0] ?? []
    return `${kind}:${name}${by === undefined ? '' : ` by ${by}`}`
  })
}
