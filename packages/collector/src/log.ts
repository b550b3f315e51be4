/** One line of the log. Nothing of a sender is ever in it. */
export interface LogEntry {
  readonly level: 'info' | 'warning' | 'error'
  /** The part of the collector that speaks. */
  readonly what: string
  /** One sentence. */
  readonly message: string
}

/** Where the log goes. */
export type Log = (entry: LogEntry) => void
