import type { Lock } from '@plainsight/contract/lock'
import type { Store } from '@plainsight/store'
import { buildBlock } from './build-block.ts'
import type { BlockPlan } from './block-ledger.ts'
import type { CollectorLimits } from './collector-limits.ts'
import type { Inbox } from './inbox.ts'
import type { LinePile } from './line-pile.ts'
import type { Log } from './log.ts'

/** What the drain has done and how it is. */
export interface DrainState {
  readonly store: 'up' | 'away'
  readonly blocks: number
  readonly rows: number
  /** Rows that the store would not take, and parts of a block that were given up. */
  readonly quarantined: number
  readonly givenUp: number
}

/** Moves what waits in the inbox to the store, forever. */
export interface Drain {
  /** Something was committed; so many rows wait now. */
  wake(rows: number): void
  /** Makes the store's tables where they are missing: false when the store is away, and then they are made before the next drain. */
  prepare(): Promise<boolean>
  /** Drains now, whatever the timer says. True when nothing waits any more, false when the store is away. */
  now(): Promise<boolean>
  state(): DrainState
  /** Starts nothing new, and touches the inbox no more from now on. */
  close(): void
}

/** What the drain needs. */
export interface DrainOptions {
  readonly inbox: Inbox
  readonly store: Store
  /** All contract versions that a waiting row may be of. */
  readonly locks: readonly Lock[]
  readonly limits: CollectorLimits
  readonly log: Log
}

/** Makes the drain; it sleeps until it is woken. */
export function createDrain({ inbox, store, locks, limits, log }: DrainOptions): Drain {
  const { blocks } = inbox
  const spare: LinePile[] = []
  const done = { blocks: 0, rows: 0, quarantined: 0, givenUp: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | undefined
  let preparing: Promise<boolean> | undefined
  let migrated = false
  let isAway = false
  let wait = limits.drainBackOffMs
  let closed = false

  function plan(ms: number): void {
    if (timer !== undefined || closed) return
    timer = setTimeout(() => {
      timer = undefined
      void run()
    }, ms)
    timer.unref()
  }

  function run(): Promise<boolean> {
    running ??= drainAll()
      .catch((error: unknown) => {
        // The inbox's own disk: it says so at the next commit as well.
        away(`The inbox could not be drained: ${error instanceof Error ? error.message : 'unknown error'}.`)
        return false
      })
      .finally(() => {
        running = undefined
      })
    return running
  }

  function away(why: string): false {
    if (closed) return false
    if (!isAway)
      log({ level: 'warning', what: 'store', message: `${why} Batches are still taken and wait in the inbox.` })
    isAway = true
    plan(wait)
    wait = Math.min(wait * 2, limits.drainBackOffMaxMs)
    return false
  }

  function prepare(): Promise<boolean> {
    preparing ??= migrate().finally(() => {
      preparing = undefined
    })
    return preparing
  }

  async function migrate(): Promise<boolean> {
    if (migrated) return true
    const answer = await store.migrate(locks.map((lock) => lock.contract))
    if (answer.kind === 'unavailable') return away(answer.why)
    migrated = true
    return true
  }

  async function drainAll(): Promise<boolean> {
    if (!(await prepare())) return false
    for (;;) {
      const contracts = blocks.contracts()
      if (contracts.length === 0) break
      for (const contract of contracts) {
        const why = await drainBlock(contract)
        if (why !== undefined) return away(why)
        if (closed) return false
      }
    }
    back()
    inbox.forgetOld()
    return true
  }

  function back(): void {
    if (isAway) log({ level: 'info', what: 'store', message: 'The store is back.' })
    isAway = false
    wait = limits.drainBackOffMs
  }

  /** Drains one block. Returns why the store is away, if it is. */
  async function drainBlock(contract: string): Promise<string | undefined> {
    const block = blocks.open(contract) ?? (await fixBlock(contract))
    if (block === undefined) return undefined
    if (typeof block === 'string') return block
    const built = await buildBlock(block, blocks.pages(block), store, spare)
    if (closed) return undefined
    const answer = built.block.parts.length === 0 ? ({ kind: 'stored' } as const) : await store.insertBlock(built.block)
    // The inbox may be closed by now. The block stays in it, and the next start tries it again under the same token.
    if (closed) return undefined
    switch (answer.kind) {
      case 'stored':
        back()
        blocks.finish(block)
        done.blocks++
        done.rows += built.events
        if (block.quarantine) done.quarantined++
        return undefined
      case 'unavailable':
        return answer.why
      case 'rejected': {
        const what = blocks.split(block)
        if (what === 'given-up') done.givenUp++
        if (what !== 'split')
          log({
            level: 'error',
            what: 'store',
            message:
              what === 'quarantined'
                ? `A row of ${contract} was put in quarantine: the store refused it for ${answer.table}.`
                : `A part of a block of ${contract} was given up: the store refused it for ${answer.table}.`,
          })
        return undefined
      }
    }
  }

  // Batches that another collector has stored are looked up before a block is fixed, and never after: from then on the store may know
  // them from this very block.
  async function fixBlock(contract: string): Promise<BlockPlan | string | undefined> {
    const range = blocks.next(contract)
    if (range === undefined) return undefined
    if (range.batches.length === 0) return blocks.fix(contract, range, [])
    const found = await store.lookupBatches(range.batches)
    if (closed) return undefined
    if (found.kind === 'unavailable') return found.why
    return blocks.fix(contract, range, [...found.batches.keys()])
  }

  return {
    prepare,
    wake(rows) {
      if (closed || running !== undefined || isAway) return plan(limits.drainMs)
      if (rows < limits.drainRows) return plan(limits.drainMs)
      clearTimeout(timer)
      timer = undefined
      void run()
    },
    async now() {
      // One that is under way may have looked before the last commit.
      await running
      return run()
    },
    state: () => ({ store: isAway ? 'away' : 'up', ...done }),
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
