import type { CollectorCounts } from './collector-counts.ts'
import type { Drain } from './drain.ts'
import type { Inbox } from './inbox.ts'

/** How the collector is, for a probe and for people: numbers only. */
export interface CollectorHealth {
  /** `warning`: the store is away and batches wait. `error`: nothing is taken now. */
  readonly status: 'success' | 'warning' | 'error'
  readonly message: string
  readonly inbox: {
    readonly batches: number
    readonly rows: number
    readonly bytes: number
    readonly oldestSeconds: number
  }
  readonly drained: {
    readonly blocks: number
    readonly rows: number
    readonly quarantined: number
    readonly givenUp: number
  }
  readonly requests: ReturnType<CollectorCounts['read']>
}

/** Puts the health together. */
export function collectorHealth(inbox: Inbox, drain: Drain, counts: CollectorCounts): CollectorHealth {
  const { ageMs, ...load } = inbox.load()
  const { store, ...drained } = drain.state()
  const closed = inbox.closedBecause()
  const [status, message] =
    closed !== undefined
      ? (['error', WHY_CLOSED[closed]] as const)
      : store === 'away'
        ? (['warning', 'The store is away; batches wait in the inbox.'] as const)
        : (['success', 'Batches are taken and stored.'] as const)
  const inboxNow = { ...load, oldestSeconds: Math.floor(ageMs / 1_000) }
  return { status, message, inbox: inboxNow, drained, requests: counts.read() }
}

const WHY_CLOSED = {
  bytes: 'The inbox is full: the store has been away for long, or is too slow.',
  age: 'The oldest batch in the inbox has waited too long: nothing more is taken until the store is back.',
  disk: 'The disk of the inbox is full.',
}
