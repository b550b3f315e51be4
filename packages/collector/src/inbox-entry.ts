import type { Drift, Reason } from '@plainsight/contract/judge'
import type { EventRow } from '@plainsight/store'

/** What became of records, beyond the reasons of refused ones. */
export type Outcome = 'stored' | 'refused' | 'duplicate' | 'conflict' | 'quarantined'

/** Records of one batch that were not stored: what became of them, why, and how many. */
export interface OutcomeCount {
  readonly outcome: Outcome
  /** Empty where the outcome says it all. */
  readonly reason: Reason | ''
  readonly count: number
}

/** The words that stand for a batch in the ledger. All of them are declared, or the fixed word for what is not. */
export interface LedgerWords {
  readonly contract: string
  readonly version: string
  readonly source: string
}

/** A row without what all rows of its batch have in common. */
export type BatchedRow = Omit<EventRow, 'version' | 'day' | 'source' | 'actor'>

/** A judged batch, ready to be committed. */
export interface InboxEntry extends LedgerWords {
  readonly batch: string
  /** Digest of what was sent, 32 hex digits. */
  readonly content: string
  /** The answer's body, to be given again to the same batch. */
  readonly answer: string
  /** UTC day that the client stated. */
  readonly day: string
  readonly actor: string
  readonly rows: readonly BatchedRow[]
  /** What became of the records that are not among the rows. */
  readonly outcomes: readonly OutcomeCount[]
  readonly drift: readonly Drift[]
}

/** What became of a commit. */
export type CommitAnswer =
  | { readonly kind: 'committed' }
  /** Another batch of this id was committed in the meantime; nothing was stored. */
  | { readonly kind: 'repeated'; readonly answer: string }
  /** There is no room, on the disk or under the inbox's bound; nothing was stored. */
  | { readonly kind: 'full' }

/** What the steps of a batch may ask of the inbox. */
export interface InboxDoor {
  /** The first answer to a batch, and the digest of what it answered; remembered for 35 days. */
  answered(batch: string): { readonly content: string; readonly answer: string } | undefined
  /** Stores a batch. Resolves once it is on the disk as far as the durability says. */
  commit(entry: InboxEntry): Promise<CommitAnswer>
  /** Counts records that left no row. Resolves with the commit; without a word when there is no room for it. */
  note(words: LedgerWords, count: OutcomeCount): Promise<void>
  /** Why nothing is taken now; undefined while there is room. */
  closedBecause(): 'bytes' | 'age' | 'disk' | undefined
}
