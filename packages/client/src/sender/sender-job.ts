/** What a sender is told: everything that it cannot read in the state folder. Kept in `job.json`. */
export interface SenderJob {
  readonly contract: string
  /** Where batches are posted, for the receipts. */
  readonly to: string
  /** The same as a module, `http` or `https`, and its options; the headers are all that is sent, but for the length. */
  readonly request: readonly [module: 'http' | 'https', options: RequestData]
  /** The product's version: a collector's stop holds for it alone. */
  readonly product: string
  /** How far the clock of the process that wrote this is ahead of the machine's, ms: a simulated one goes on from where it stood. */
  readonly ahead: number
  /** Its time, ms since 1970. */
  readonly now: number
  /** The name of the claim that this sender may make, a UUID: used once. */
  readonly claim: string
  /**
   * Files, and what was in them when the answer was yes; null where there was none. Consent is asked again by looking whether
   * anything of it is another than it was. Paths are relative to the state folder.
   */
  readonly witness: readonly (readonly [path: string, text: string | null])[]
  /** What senders remembered when this was written: another sender has been here if it is something else. */
  readonly memory: string | null
  /** The context that goes with presence rows: one name, or none. */
  readonly presence: readonly string[]
  /** The period of each recent day under each scope of ids that the contract uses. */
  readonly periods: { readonly [scope: string]: { readonly [day: string]: string } }
  /** For each event: scope of its id, link, context names, external id fields. */
  readonly events: { readonly [name: string]: EventShape }
  /** How many batches this attempt may send: 0 where it only claims, or only what goes elsewhere is due. */
  readonly most: number
  /** Where batches are put when they are cut: parts of paths that end with a separator; empty for the state folder itself. */
  readonly places: readonly string[]
  /** Other places that are due, each with a folder of its own below the state folder. */
  readonly sinks: readonly SinkJob[]
}

/** What is another for a place that batches go to besides. */
export interface SinkJob extends Pick<SenderJob, 'memory' | 'most' | 'request' | 'to'> {
  /** Its folder below the state folder, with the separator at its end. */
  readonly path: string
  /** Nothing: consent is the whole job's, and asked for by whoever holds that. */
  readonly witness: readonly []
  readonly sinks: readonly []
}

/** The options of a request, as data. */
export interface RequestData {
  readonly method: 'POST'
  readonly hostname: string
  readonly port: string
  readonly path: string
  /** Nothing but what the protocol names: no connection header, no cookies, no accept. */
  readonly setDefaultHeaders: false
  readonly headers: { readonly [name: string]: string }
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
  /** Events that the collector has stopped, and the product version that this holds for. */
  stops?: { readonly [event: string]: string }
  /** The time of the last receipt that was read for this. */
  heard?: string
  /** The last answer: a status, or 0 for none. */
  status?: number
  /** The name of the next claim, where what would leave has been shown. */
  next?: string
  /** Drift that the next batch carries, each as the JSON of a triple. */
  drift?: string[]
}
