import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './furnish-machine.ts'

/** One delivery of a machine, as its own receipt tells it. */
export interface Receipt {
  readonly at: string
  readonly batch: string
  readonly day: string
  readonly status: number
  readonly answer: string
  /** The exact body, as a string of bytes. */
  readonly body: string | undefined
}

/** What lies on a machine's disk. */
export interface MachineState {
  /** Names of all files in the state folder; undefined when there is no such folder. */
  readonly files: readonly string[] | undefined
  /** Lines of counters, occurrences and presence that wait, without those that only repeat the setting. */
  readonly waiting: number
  /** Batches that were cut and not yet answered. */
  readonly batches: number
  readonly receipts: readonly Receipt[]
}

/** Reads a machine's state folder with nothing but the documented format of its files. */
export function readMachine({ state }: Place): MachineState {
  const files = existsSync(state) ? readdirSync(state).sort() : undefined
  const lines = (name: string): Record<string, unknown>[] =>
    existsSync(join(state, name))
      ? readFileSync(join(state, name), 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>)
      : []
  // What was claimed stays where it is while a day in it is not over; its name says which day that is.
  const claimed = (files ?? []).flatMap((name) => {
    const day = /^read-.*\.(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name)?.[1]
    return day === undefined ? [] : lines(name).filter(({ d }) => String(d) >= day)
  })
  const unsent = [...lines('pending.jsonl'), ...claimed]
  return {
    files,
    waiting: unsent.filter(({ t }) => t === 'c' || t === 'e' || t === 'p').length,
    batches: (files ?? []).filter((name) => /^batch-.*\.json$/.test(name)).length,
    receipts: lines('receipts.jsonl') as unknown as Receipt[],
  }
}

/** Whether a sender is at work in the folder. */
export function isSending({ state }: Place): boolean {
  return existsSync(join(state, 'sender.lock'))
}
