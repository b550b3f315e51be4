import type { Lock } from '@plainsight/contract/lock'
import type { Store } from '@plainsight/store'
import { refuse, type Answer } from './answer.ts'
import { createCounts } from './collector-counts.ts'
import { collectorHealth, type CollectorHealth } from './collector-health.ts'
import { COLLECTOR_LIMITS, type CollectorLimits } from './collector-limits.ts'
import { createRegistry, type ContractRegistry } from './contract-registry.ts'
import type { Desk, TokenGrant } from './desk.ts'
import { createDrain } from './drain.ts'
import { openInbox, type Inbox } from './inbox.ts'
import type { Durability } from './inbox-database.ts'
import type { IngestRequest } from './ingest-request.ts'
import type { Log } from './log.ts'
import { createRoomBudget } from './room-budget.ts'
import { createSenderMemory } from './sender-memory.ts'
import { routeRequest } from './route-request.ts'

/** What a collector is made of. */
export interface CollectorOptions {
  /** One lock for each version that may be taken. */
  readonly contracts: readonly Lock[]
  readonly store: Store
  /** The file of the inbox; made where it is missing. One process at a time. */
  readonly inbox: string
  /** What an answer of 200 stands for; default `fsync`. */
  readonly durability?: Durability
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  readonly limits?: Partial<CollectorLimits>
  readonly log?: Log
  /** What a token stands for; by default no token is known. */
  readonly grantOf?: (token: string) => TokenGrant | undefined
  /** Whether a public catalogue has a key (the field type `slug`); by default none has any, and every key is stored as `other`. */
  readonly hasKey?: (catalogue: string, key: string) => boolean
  /** Contracts that take nothing any more, as `name` or `name@version`: their clients are told to stop. */
  readonly stopped?: readonly string[]
  /** Most pages of 8 KiB of the inbox's file; for tests of a disk that is full. */
  readonly inboxPages?: number
}

/** A running collector. */
export interface Collector {
  readonly registry: ContractRegistry
  /** Answers any request, whatever it is; never throws and never answers 500 for what a sender did. */
  handle(request: IngestRequest): Promise<Answer>
  /** Whether a path is one of the collector's. */
  owns(path: string): boolean
  /** Makes the store's tables where they are missing; false when the store is away, and then they are made when it is back. */
  prepare(): Promise<boolean>
  /** Drains now: true when nothing waits any more, false when the store is away. */
  drain(): Promise<boolean>
  health(): CollectorHealth
  /** Leaves no drained row in the inbox's file; for once a day. */
  tidy(): void
  /** Drains for at most so many milliseconds and lets go of the inbox; what could not be drained waits in it for the next start. */
  close(withinMs?: number): Promise<void>
}

/** A collector, or one sentence about why there is none. */
export type CollectorAnswer =
  | { readonly kind: 'collector'; readonly collector: Collector }
  | { readonly kind: 'refused'; readonly message: string }

/** Starts a collector on a store. It takes batches at once, also while the store is away. */
export function createCollector(options: CollectorOptions): CollectorAnswer {
  const { contracts, store, clock = Date.now, log = () => undefined, stopped = [] } = options
  const made = createRegistry(contracts)
  if (made.kind === 'refused') return made
  const { registry } = made
  // A limit that was mistyped would leave the real one in force, and nobody would know.
  const unknown = Object.keys(options.limits ?? {}).find((name) => !Object.hasOwn(COLLECTOR_LIMITS, name))
  if (unknown !== undefined) {
    const message = `There is no limit ${JSON.stringify(unknown)}; there are ${Object.keys(COLLECTOR_LIMITS).join(', ')}.`
    return { kind: 'refused', message }
  }
  const limits = { ...COLLECTOR_LIMITS, ...options.limits }
  const pages = options.inboxPages === undefined ? {} : { pageLimit: options.inboxPages }
  const file = { path: options.inbox, durability: options.durability ?? ('fsync' as const), ...pages }
  let inbox: Inbox
  try {
    inbox = openInbox({ file, limits, clock, log, onCommit: (rows) => drain.wake(rows) })
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error'
    return {
      kind: 'refused',
      message: `The inbox ${options.inbox} cannot be opened (${why}): is another collector using it?`,
    }
  }
  const drain = createDrain({ inbox, store, locks: inbox.keepLocks(contracts), limits, log })
  const counts = createCounts()
  const desk: Desk = {
    limits,
    clock,
    registry,
    inbox,
    senders: createSenderMemory(limits, clock),
    room: createRoomBudget(limits.inFlightBytes),
    grantOf: options.grantOf ?? (() => undefined),
    labels: inbox.labels,
    hasKey: options.hasKey ?? (() => false),
    isStopped: (name, version) => stopped.includes(name) || stopped.includes(`${name}@${version}`),
    isEventStopped: (name, version, event) =>
      stopped.length > 0 && (stopped.includes(`${name}/${event}`) || stopped.includes(`${name}@${version}/${event}`)),
  }
  const health = (): CollectorHealth => collectorHealth(inbox, drain, counts)
  const routes = routeRequest(desk, health)
  // What was left by the last run is on its way before the first request comes.
  drain.wake(inbox.load().rows)

  return {
    kind: 'collector',
    collector: {
      registry,
      owns: routes.owns,
      async handle(request) {
        let answer: Answer
        try {
          answer = await routes.answer(request)
        } catch (error) {
          // Our own broken promise. The sender keeps its batch and tries again.
          log({ level: 'error', what: 'ingest', message: `A request could not be answered: ${whereOf(error)}` })
          answer = refuse('busy', undefined, 60)
        }
        if (request.path === '/v1/batches') counts.add(answer)
        return answer
      },
      prepare: () => drain.prepare(),
      drain: () => drain.now(),
      health,
      tidy() {
        inbox.labels.forgetOld()
        inbox.tidy()
      },
      async close(withinMs = 8_000) {
        let timer: ReturnType<typeof setTimeout> | undefined
        const late = new Promise((resolve) => {
          timer = setTimeout(resolve, withinMs)
        })
        await Promise.race([drain.now(), late])
        clearTimeout(timer)
        drain.close()
        inbox.close()
      },
    },
  }
}

// The place in our own code and the kind of error. Its message could repeat what was sent.
function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error.'
  return `${error.name} ${
    error.stack
      ?.split('\n')
      .find((line) => line.startsWith('    at '))
      ?.trim() ?? ''
  }.`
}
