/** A body that has the shape of a batch (protocol.md, "Wire, version 1"). Nothing in it has been judged. */
export interface WireBatch {
  /** A UUID in lower case. */
  readonly batch: string
  readonly contract: string
  readonly version: string
  readonly digest: string
  readonly source: string
  /** A UTC day that exists. */
  readonly day: string
  readonly context: unknown
  readonly events: readonly unknown[]
  readonly drift: readonly unknown[]
  /** Whether it had keys beside those of a batch. */
  readonly hasMore: boolean
}
