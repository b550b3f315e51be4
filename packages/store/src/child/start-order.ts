/** Who may speak to the child, each with a secret made for this start. */
export type Role = 'writer' | 'reader' | 'exporter'

/** What the parent tells the child, as one line of JSON on its standard input. */
export interface StartOrder {
  /** Folder of the event store; made when it is missing. */
  readonly folder: string
  /** Path of the local socket; made with mode 0600. */
  readonly socket: string
  readonly database: string
  readonly secrets: { readonly [role in Role]: string }
  readonly limits: StoreLimits
}

/** What the embedded store may use. */
export interface StoreLimits {
  /** Seconds that one question may run. */
  readonly questionSeconds: number
  /** Bytes that one question may use. */
  readonly questionBytes: number
  /** Bytes that the whole engine may use. */
  readonly engineBytes: number
  /** Questions that run at once; the others wait. */
  readonly questionsAtOnce: number
}

/** What the child says on its standard output, one line of JSON, once. */
export type StartReport =
  | { readonly kind: 'ready'; readonly pid: number; readonly version: string }
  | { readonly kind: 'failed'; readonly reason: 'chdb-missing' | 'folder' | 'engine'; readonly why: string }
