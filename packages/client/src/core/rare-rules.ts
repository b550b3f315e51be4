import type { Contract } from '@plainsight/contract'
import { periodOf, scopedHash, scopedId, scopedKey } from '@plainsight/contract/identity'
import type { NormalEvent } from '@plainsight/contract/judge'
import type { Disk } from './disk.ts'
import { machineSecret } from './identity-file.ts'
import { repeatMemory } from './repeat-memory.ts'
import { effectiveRate, isKept, isSampled } from './sampling.ts'
import type { StateFiles } from './state-files.ts'

/** Things counted once that one process remembers. */
const MOST_ONCE = 10_000

/** What rare rules may ask of the outside. */
export interface RarePorts {
  readonly contract: Contract
  readonly disk: Disk
  readonly files: StateFiles | undefined
  /** Never a machine: no ids, no hashes. */
  readonly tagged: boolean
  readonly rates: { readonly [event: string]: number }
  random(count: number): Uint8Array
  chance(): number
}

/** The rules that few events have: samples, things counted once, hashes, ids of a run. Loaded when the first of them is recorded. */
export interface RareRules {
  /** The rate in force for an event; 1 where all are recorded. */
  rateOf(event: NormalEvent, name: string): number
  /** Whether the unit that a record belongs to is in the sample. One decision for a machine's or a run's day. */
  isSampled(event: NormalEvent, name: string, day: string): boolean
  /** Whether admitted values keep a record whatever the rate. */
  isKept(event: NormalEvent, values: { readonly [field: string]: unknown }): boolean
  /** Whether an event that is counted once was counted already; notes it as counted. */
  isRepeated(event: NormalEvent, name: string, values: string, day: string): boolean
  /** The hash of a value under the key of its day's period; undefined where the event admits none. */
  hash(event: NormalEvent, kind: string, value: string, day: string): string | undefined
  /** The id of this run, where the event is one of a run. */
  runId(event: NormalEvent): string | undefined
  /** Writes what is to be remembered for later runs. */
  keep(): void
}

/** Makes the rare rules of one process. */
export function createRareRules(ports: RarePorts): RareRules {
  const { contract, disk, files, tagged, chance } = ports
  const repeats = files === undefined ? undefined : repeatMemory(disk, files.once)
  const once = new Set<string>()
  const decisions = new Map<string, boolean>()
  let key: Uint8Array | undefined
  let share: number | undefined
  const runKey = (): Uint8Array => (key ??= ports.random(32))
  const secret = (): Uint8Array | undefined =>
    files === undefined || tagged ? undefined : machineSecret(disk, files.identity, () => ports.random(32))
  const rateOf = (event: NormalEvent, name: string): number => effectiveRate(event, ports.rates[name])
  return {
    rateOf,
    isKept,
    isSampled(event, name, day) {
      const rate = rateOf(event, name)
      const sampling = { contract: contract.name, secret, chance, run: () => (share ??= chance()) }
      if (event.kind === 'event' && event.sampling?.unit === 'occurrence')
        return isSampled(event, name, rate, day, sampling)
      let decision = decisions.get(name + day)
      if (decision === undefined) decisions.set(name + day, (decision = isSampled(event, name, rate, day, sampling)))
      return decision
    },
    isRepeated({ once: how }, name, values, day) {
      if (how === undefined) return false
      const thing = `${name} ${values}`
      // A host that never repeats itself must not fill the memory.
      if (once.has(thing) || once.size >= MOST_ONCE) return true
      once.add(thing)
      if (how !== 'month' && how !== 'install') return false
      return repeats?.isRepeated(thing, how === 'month' ? day.slice(0, 7) : '-') ?? false
    },
    hash({ identity, link }, kind, value, day) {
      if (tagged || identity === 'none') return undefined
      if (identity === 'run') return scopedHash(runKey(), kind, value)
      const period = periodOf(identity, day)
      const own = secret()
      if (own === undefined || period === undefined) return undefined
      return scopedHash(scopedKey(own, contract.name, identity, period, link), kind, value)
    },
    runId: ({ identity }) => (identity === 'run' && !tagged ? scopedId(runKey()) : undefined),
    keep: () => repeats?.keep(),
  }
}
