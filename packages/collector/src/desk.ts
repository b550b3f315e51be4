import type { CollectorLimits } from './collector-limits.ts'
import type { ContractRegistry } from './contract-registry.ts'
import type { InboxDoor } from './inbox-entry.ts'
import type { LabelCrowd } from './label-crowd.ts'
import type { RoomBudget } from './room-budget.ts'
import type { SenderMemory } from './sender-memory.ts'

/** What a verified token says of its bearer. */
export interface TokenGrant {
  /** The actor class of everything that it sends. */
  readonly actor: string
  /** Whether events that are taken from services only are taken from it. */
  readonly service: boolean
  /** Contracts it is for; absent for all. */
  readonly contracts?: readonly string[]
  /** Sources it is for; absent for all. */
  readonly sources?: readonly string[]
}

/** The world as the steps of a batch see it. */
export interface Desk {
  readonly limits: CollectorLimits
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly registry: ContractRegistry
  readonly senders: SenderMemory
  readonly room: RoomBudget
  readonly inbox: InboxDoor
  /** What a token stands for; undefined for an unknown or expired one. */
  readonly grantOf: (token: string) => TokenGrant | undefined
  /** Whether a public catalogue has a key. */
  readonly hasKey: (catalogue: string, key: string) => boolean
  /** How often labels of open lists were said. */
  readonly labels: Pick<LabelCrowd, 'isKept' | 'knows' | 'say'>
  /** Whether the maintainer has stopped a contract or one version of it. */
  readonly isStopped: (contract: string, version: string) => boolean
  /** Whether the maintainer has stopped one event: its records are refused one by one, and clients keep none any more. */
  readonly isEventStopped: (contract: string, version: string, event: string) => boolean
}
