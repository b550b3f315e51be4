import type { AlertSpec } from '@plainsight/contract'
import { admitValue, type CompiledEvent, type Note } from '@plainsight/contract/judge'

/** An alert of the contract that holds in this process, now. */
export interface FiredAlert {
  readonly event: string
  /** What is watched: `count`, or a number that the event declares. */
  readonly metric: string
  /** Which border was passed. */
  readonly bound: 'max' | 'min'
  readonly threshold: number
  /** The mean of the window in the unit of the field; of `count` how many there were. */
  readonly value: number
  /** Values in the window. */
  readonly sample: number
  readonly windowMinutes: number
  /** When, ms since 1970. */
  readonly at: number
  /** What the contract wants done; the host does it. */
  readonly actions: readonly ('alert' | 'log' | 'propose')[]
}

/** Watches what this process records against the alerts of its contract. */
export interface AlertMonitor {
  /** Watches one event; gives what its values are told to, or undefined where the event has no alerts. */
  watch(compiled: CompiledEvent): ((given: unknown) => void) | undefined
}

/** Values that one window remembers one by one; of more, the oldest are forgotten early. */
const MOST_VALUES = 10_000

/**
 * Makes the monitor of one process. Only what happens in this process is seen, and nothing of it leaves: it is for servers, which see
 * enough in one window. What a sample leaves out is seen as well; what was left out, masked or refused is no value.
 * @param clock ms since 1970
 */
export function createAlertMonitor(clock: () => number, onAlert: (alert: FiredAlert) => void): AlertMonitor {
  return {
    watch(compiled) {
      const watches = compiled.event.alerts.map((alert) => watchOne(compiled, alert, clock, onAlert))
      return watches.length === 0 ? undefined : (given) => watches.forEach((watch) => watch(given))
    },
  }
}

function watchOne(
  compiled: CompiledEvent,
  alert: AlertSpec,
  clock: () => number,
  onAlert: (alert: FiredAlert) => void,
): (given: unknown) => void {
  const { metric, max, min, minimumSample, windowMinutes, coolDownMinutes } = alert
  const window = windowMinutes * 60_000
  const began = clock()
  const slot = compiled.slots.findIndex(({ name }) => name === metric)
  // On the wire a number is whole: of a field with two decimals it stands for hundredths.
  const unit = 10 ** ((compiled.slots[slot]?.field as { readonly decimals?: number } | undefined)?.decimals ?? 0)
  const note: Note = { reason: undefined }
  let values: { readonly at: number; readonly value: number }[] = []
  let sum = 0
  let quietUntil = -Infinity

  function valueOf(given: unknown): number | undefined {
    if (metric === 'count') return 1
    if (slot < 0) return undefined
    // An occurrence tells what was admitted, a counter what was given.
    const value =
      compiled.event.kind === 'rollup'
        ? admitValue(compiled, slot, given, note)
        : (given as { readonly [field: string]: unknown })[metric]
    return typeof value === 'number' ? value / unit : undefined
  }

  return (given) => {
    const value = valueOf(given)
    if (value === undefined) return
    const at = clock()
    values.push({ at, value })
    sum += value
    // A clock that was set back would keep old values for ever.
    const gone = values.findIndex((one) => one.at <= at && at - one.at < window)
    const old = Math.max(gone < 0 ? values.length : gone, values.length - MOST_VALUES)
    for (const one of values.slice(0, old)) sum -= one.value
    if (old > 0) values = values.slice(old)
    const sample = values.length
    if (sample < minimumSample || at < quietUntil) return
    const seen = metric === 'count' ? sample : sum / sample
    const bound = max !== undefined && seen > max ? 'max' : min !== undefined && seen < min ? 'min' : undefined
    // Too few in a window can be said only of a whole one.
    if (bound === undefined || (metric === 'count' && bound === 'min' && at - began < window)) return
    quietUntil = at + coolDownMinutes * 60_000
    onAlert({
      event: compiled.name,
      metric,
      bound,
      threshold: (bound === 'max' ? max : min) as number,
      value: seen,
      sample,
      windowMinutes,
      at,
      actions: alert.actions,
    })
  }
}
