import type { Drift, Reason, WireRecord, WireValues } from '@plainsight/contract/judge'
import type { KnownContract } from './contract-registry.ts'
import type { TokenGrant } from './desk.ts'
import type { BatchedRow } from './inbox-entry.ts'
import type { IngestRequest } from './ingest-request.ts'
import type { WireBatch } from './wire-batch.ts'

// What walks through the steps: each knows a little more than the one before.

/** A request for this path. */
export interface Arrival {
  readonly request: IngestRequest
  /** Called with what gives reserved room back, so that it is given back however the way ends. */
  readonly onEnd: (release: () => void) => void
}

/** Its head was read. */
export interface Announced extends Arrival {
  readonly packed: boolean
  /** Bytes that the head says will come. */
  readonly length: number
}

/** Its sender has a name for the limits, and perhaps a token. */
export interface Named extends Announced {
  readonly sender: string
  readonly grant: TokenGrant | undefined
}

/** Its body was read. */
export interface Read extends Named {
  readonly bytes: Uint8Array
}

/** Its body has the shape of a batch. */
export interface Parsed extends Named {
  readonly batch: WireBatch
  /** Digest of the unpacked body, 32 hex digits. */
  readonly content: string
}

/** Its contract is known and takes this version and source. */
export interface Found extends Parsed {
  readonly known: KnownContract
}

/** Its day was looked at. */
export interface Dated extends Found {
  /** Why none of its records can be taken. */
  readonly untimely: 'too-old' | 'too-new' | undefined
}

/** One outcome for each record, in the order they came. */
export type RecordOutcome =
  | { readonly kind: 'kept'; readonly record: WireRecord }
  | { readonly kind: 'dropped'; readonly reason: Reason }

/** Its records were judged. */
export interface Judged extends Dated {
  readonly context: WireValues
  readonly outcomes: readonly RecordOutcome[]
  /** Each triple once. */
  readonly drift: readonly Drift[]
}

/** It is known whose it is. */
export interface Attributed extends Judged {
  readonly actor: string
}

/** It has rows. */
export interface Rowed extends Attributed {
  readonly rows: readonly BatchedRow[]
}
