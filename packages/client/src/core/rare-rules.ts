import { canonicalJson } from '@plainsight/contract/canonical'
import { periodOf, scopedHash, scopedId, scopedKey } from '@plainsight/contract/identity'
import { effectiveRate, meetsKeep, runShare } from '@plainsight/contract/sampling'
import type { CompiledEvent, NormalEvent } from '@plainsight/contract/judge'
import { createAlertMonitor } from './alert-monitor.ts'
import { CI_PROVIDERS, findMark } from './automation.ts'
import { isChannelOn } from './channel-consent.ts'
import { noiseOf } from './noise-of.ts'
import { machineSecret } from './identity-file.ts'
import { providerSecret, runKeyOf } from './inherited-run.ts'
import { FILLED, filledIn } from './install-age.ts'
import type { Recorder, RecorderTools } from './journal.ts'
import { repeatMemory } from './repeat-memory.ts'
import { isSampled } from './sampling.ts'
import type { Session } from './session.ts'

/** Things counted once that one process remembers. */
const MOST_ONCE = 10_000

/** The rules that few events have: samples, things counted once, hashes, ids of a run. Loaded when the first of them is recorded. */
export interface RareRules {
  /** What records an event with rare rules. */
  recorder(compiled: CompiledEvent, tools: RecorderTools): Recorder
  /** The hash of a value under the key of its day's period; undefined where the event admits none. */
  hash(event: NormalEvent, kind: string, value: string, day: string): string | undefined
  /** Writes what is to be remembered for later runs. */
  keep(): void
}

/**
 * Makes the rare rules of one process.
 * @param nothing no secret may be made, and nothing remembered: what is counted is only shown
 */
export function createRareRules(session: Session, nothing: boolean): RareRules {
  const {
    contract,
    options,
    watch: { consent },
    world,
  } = session
  const { disk, chance } = world
  const { tagged } = consent
  const files = nothing ? undefined : session.files
  const rates: { readonly [event: string]: number } = options.tenant?.sampling ?? {}
  const { onAlert } = options
  const monitor =
    onAlert &&
    createAlertMonitor(session.clock, (alert) => {
      try {
        // One that is asynchronous may fail later, and the host is not to end of it.
        const heard: unknown = onAlert(alert)
        if (heard instanceof Promise) heard.catch(session.fault)
      } catch (error) {
        session.fault(error)
      }
    })
  const repeats = files === undefined ? undefined : repeatMemory(disk, files.once)
  const once = new Set<string>()
  const decisions = new Map<string, boolean>()
  let key: Uint8Array | undefined
  const runKey = (): Uint8Array => (key ??= runKeyOf(session, world.random, world.isShared === true ? globalThis : {}))
  const secret = (): Uint8Array | undefined =>
    files === undefined || tagged ? undefined : machineSecret(disk, files.identity, () => world.random(32))
  const sampling = { contract: contract.name, secret, chance, run: () => runShare(scopedId(runKey())) }

  // One decision for a machine's or a run's day.
  function inSample(event: NormalEvent, name: string, rate: number, day: string): boolean {
    if (event.kind !== 'rollup' && event.sampling?.unit === 'occurrence')
      return isSampled(event, name, rate, day, sampling)
    const thing = `${name} ${day}`
    let decision = decisions.get(thing)
    if (decision === undefined) decisions.set(thing, (decision = isSampled(event, name, rate, day, sampling)))
    return decision
  }

  // Asked at each record: a process may go to another project. Where its folder is gone it is in none.
  function projectHere(): string | undefined {
    try {
      return world.project()
    } catch {
      return undefined
    }
  }

  function isRepeated({ once: how }: NormalEvent, name: string, values: string, day: string): boolean {
    if (how === undefined) return false
    const thing = `${name} ${values}`
    const period = how === 'month' ? day.slice(0, 7) : '-'
    // A host that never repeats itself must not fill the memory; one that lives sees the month after.
    const known = `${period} ${thing} ${how === 'project-and-process' ? (projectHere() ?? '-') : ''}`
    if (once.has(known) || once.size >= MOST_ONCE) return true
    once.add(known)
    if (how !== 'month' && how !== 'install') return false
    return repeats?.isRepeated(thing, period) ?? false
  }

  // Ids that are put in when a row is made: of a run, and in continuous integration one of its provider.
  function idKey({ identity, link }: NormalEvent, day: string): Uint8Array | undefined {
    if (identity === 'run') return tagged ? undefined : runKey()
    const period = tagged ? periodOf(identity, day) : undefined
    if (period === undefined) return undefined
    const provider = findMark(CI_PROVIDERS, world.env) ?? 'other'
    return scopedKey(providerSecret(provider), contract.name, identity, period, link)
  }

  function recorder(compiled: CompiledEvent, tools: RecorderTools): Recorder {
    const { event, name } = compiled
    const filled = FILLED.filter((field) => Object.hasOwn(event.uses, field))
    // Asked at each record: a choice for a channel may be made while a process runs.
    // That it was refused is no drift either: it would tell what happened on a machine that said no to be told of it.
    const isRefused = (): boolean =>
      event.channel !== 'usage' && !isChannelOn(session, event.channel, nothing ? 'on' : undefined)
    const rate = effectiveRate(event.sampling, rates[name])
    const watch = monitor?.watch(compiled)
    const noise = noiseOf(compiled, {
      contract: contract.name,
      secret,
      chance,
      isLocal: () => session.watch.consent.state === 'local',
    })
    const sampled = (): boolean => {
      const is = rate >= 1 || inSample(event, name, rate, tools.day())
      if (!is) tools.note(name, '*', 'sampled')
      return is
    }
    const idStamp = (): string => {
      const id = idKey(event, tools.day())
      return id === undefined ? '' : `,"i":"${scopedId(id)}"`
    }
    const stamp = (): string => (rate < 1 ? `,"r":${rate}` : '') + idStamp()
    if (event.kind !== 'rollup') {
      const plain = tools.occurrence(compiled, (values) => {
        watch?.(values)
        const kept = rate >= 1 || meetsKeep(event.sampling?.keep, values)
        if (!kept && !sampled()) return undefined
        // What the client fills in is another each time, and makes nothing new of what was counted once.
        const told = Object.fromEntries(Object.entries(values).filter(([field]) => !filled.includes(field as never)))
        if (noise === undefined && isRepeated(event, name, canonicalJson(told) as string, tools.day())) return undefined
        return kept ? idStamp() : stamp()
      })
      return {
        ...plain,
        record(told) {
          if (isRefused()) return
          const given = filled.length === 0 ? told : { ...filledIn(session, filled), ...(told as object) }
          const said = noise?.(given)
          // By the truth: each different one says something once, and loses what the contract says it does.
          if (said !== undefined && isRepeated(event, name, said.truth, tools.day())) return
          plain.record(said === undefined ? given : said.said)
        },
      }
    }
    const { table } = tools.table(compiled)
    const record = (told: unknown): void => {
      if (isRefused()) return
      const given = filled.length === 0 ? told : { ...filledIn(session, filled), ...(told as object) }
      watch?.(given)
      if (!sampled()) return
      const said = noise?.(given)
      const cell = event.once === undefined || said !== undefined ? undefined : table.bind(given)
      const once = said?.truth ?? cell?.by
      if (once === undefined || !isRepeated(event, name, once, tools.day())) table.record(said?.said ?? given)
    }
    return {
      table,
      stamp,
      record,
      // A bound counter of such an event is no cell: each time the rules are asked again.
      bind(dimensions) {
        const fixed = { ...(dimensions as object) }
        const add = (measures: unknown): void => record({ ...fixed, ...(measures as object) })
        return {
          cell: {
            get n() {
              return 0
            },
            set n(_: number) {
              add(undefined)
            },
          },
          add,
        }
      },
    }
  }

  return {
    recorder,
    hash({ identity, link }, kind, value, day) {
      if (tagged || identity === 'none') return undefined
      if (identity === 'run') return scopedHash(runKey(), kind, value)
      const period = periodOf(identity, day)
      const own = secret()
      if (own === undefined || period === undefined) return undefined
      return scopedHash(scopedKey(own, contract.name, identity, period, link), kind, value)
    },
    keep: () => repeats?.keep(),
  }
}
