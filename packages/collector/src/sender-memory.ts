import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { CollectorLimits } from './collector-limits.ts'
import { networkPrefix } from './network-prefix.ts'

/**
 * All that is remembered of senders: counts under keyed names, in this memory only, thrown away together with the key every day. No
 * address is in it, and after the key is gone no name in it can be tied to one (privacy.md, 8).
 */
export interface SenderMemory {
  /** The name under which a sender's network is counted while the key lives. */
  nameOf(address: string | undefined): string
  /** Counts one batch under a name in this minute: 0 when it may pass, else the seconds until the next minute. */
  takeBatch(name: string, perMinute: number): number
  /**
   * Whether a machine may still count in a figure.
   * @param figure sender, contract, figure and day: what new machines are counted in
   * @param machine what marks the machine as known from then on; none where every row is a machine of its own
   */
  takeNewcomer(figure: string, machine?: string): boolean
  /** Adds to a sum that has to stay within a limit: false, and nothing added, where it would not. */
  takeSum(name: string, amount: number, limit: number): boolean
}

/** Makes an empty memory. */
export function createSenderMemory(limits: CollectorLimits, clock: () => number): SenderMemory {
  let key = createSecretKey(randomBytes(32))
  let since = clock()
  let minute = 0
  // Several kinds of names in one map would let one kind crowd out another.
  let batches = new Map<string, number>()
  let newcomers = new Map<string, number>()
  let machines = new Set<string>()
  let sums = new Map<string, number>()

  function turn(): void {
    const now = clock()
    if (now - since >= limits.keyMs || now < since) {
      key = createSecretKey(randomBytes(32))
      since = now
      batches = new Map()
      newcomers = new Map()
      machines = new Set()
      sums = new Map()
    }
    const current = Math.floor(now / 60_000)
    if (current !== minute) {
      minute = current
      batches = new Map()
    }
  }

  return {
    nameOf(address) {
      turn()
      return createHmac('sha256', key).update(networkPrefix(address)).digest('base64url').slice(0, 22)
    },
    takeBatch(name, perMinute) {
      turn()
      const taken = batches.get(name) ?? 0
      if (taken >= perMinute) return 60 - Math.floor((clock() / 1_000) % 60)
      keep(batches, name, taken + 1, limits.countedKeys)
      return 0
    },
    takeNewcomer(figure, machine) {
      turn()
      if (machine !== undefined && machines.has(machine)) return true
      const taken = newcomers.get(figure) ?? 0
      if (taken >= limits.newcomersPerDay) return false
      keep(newcomers, figure, taken + 1, limits.countedKeys)
      if (machine !== undefined) {
        if (machines.size >= limits.countedKeys) machines.delete(machines.values().next().value as string)
        machines.add(machine)
      }
      return true
    },
    takeSum(name, amount, limit) {
      turn()
      const sum = (sums.get(name) ?? 0) + amount
      if (sum > limit) return false
      keep(sums, name, sum, limits.countedKeys)
      return true
    },
  }
}

function keep(counts: Map<string, number>, name: string, value: number, room: number): void {
  if (counts.size >= room && !counts.has(name)) counts.delete(counts.keys().next().value as string)
  counts.set(name, value)
}
