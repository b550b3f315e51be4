/** What a sender is told: everything that it cannot read in the state folder. Kept in `job.json`. */
export interface SenderJob {
  readonly contract: string
  /** The collector, without `/v1/batches`. */
  readonly endpoint: string
  /** The product's version: a collector's stop holds for it alone. */
  readonly product: string
  /** On by the environment of the process that counted: then settings.json need not say on. */
  readonly env: boolean
  /** Files whose word can only lower: policy and project. */
  readonly lowering: readonly string[]
  /** The clock of the process that wrote this, ms since 1970. */
  readonly now: number
  /** The context that goes with presence rows: one name, or none. */
  readonly presence: readonly string[]
  /** For each event: scope of its id, link, context names, external id fields. */
  readonly events: { readonly [name: string]: EventShape }
}

/** What a cutter needs to know of an event. */
export type EventShape = readonly [
  scope: string,
  link: string,
  context: readonly string[],
  externals: readonly string[],
]

/** What senders remember: `sender.json`. */
export interface SenderMemory {
  /** The UTC day of the last answered attempt. */
  day?: string
  /** Its time, ms. */
  at?: number
  /** Not before, ms: the back-off after `later`. */
  until?: number
  /** The back-off that comes next, ms. */
  wait?: number
  /** Batches that are left. */
  left?: number
  /** The product version that the collector has stopped. */
  stop?: string
  /** The last answer: a status, or 0 for none. */
  status?: number
  /** The name of the next claim, where what would leave has been shown. */
  next?: string
  /** Drift that the next batch carries, each as the JSON of a triple. */
  drift?: string[]
}
