import type { Contract } from '@plainsight/contract'
import { hasFlag } from './consent-watch.ts'
import { isTruthy, readSwitch, variableStem, type Env } from './env-words.ts'
import type { Telemetry, TelemetryOptions } from './telemetry-types.ts'

/** Calls that are handed on as they come. A new call of `Telemetry` is a line here; the compiler asks for it. */
const CALLS: { readonly [call in Exclude<keyof Telemetry, 'contract' | 'record'>]: 0 } = {
  counter: 0,
  span: 0,
  identify: 0,
  setContext: 0,
  operation: 0,
  status: 0,
  setConsent: 0,
  preview: 0,
  receipts: 0,
  addSink: 0,
  reportError: 0,
  flush: 0,
  close: 0,
  keepQuiet: 0,
  noNotice: 0,
  command: 0,
}

/**
 * A telemetry that is made when it is first needed: a tool's start pays for nothing that it does not use, and where the environment
 * says off, recording never needs it.
 * @param make makes the one behind it
 * @param isOff whether records, counters and spans are for nothing as long as the process lives
 */
export function lateTelemetry<C extends Contract>(contract: C, make: () => Telemetry<C>, isOff: boolean): Telemetry<C> {
  type Calls = { [call: string]: (...given: unknown[]) => unknown }
  let made: Calls | undefined
  const calls = (): Calls => (made ??= make() as unknown as Calls)
  const late: Calls = {}
  for (const call of Object.keys(CALLS)) late[call] = (...given) => calls()[call]!(...given)
  // Not by name: it is called often, and a list of what it was given would be heap.
  late.record = (event, values) => (made ?? calls()).record!(event, values)
  if (isOff) {
    const nothing = (): void => {}
    late.record = nothing
    late.counter = () => ({ add: nothing })
    late.span = () => ({ annotate: nothing, end: nothing })
  }
  return { ...late, contract } as unknown as Telemetry<C>
}

/**
 * Whether the environment, the arguments or the host's options say off by themselves (rows 1–3 of the table in protocol.md), which
 * nothing can change while the process lives. In debug nothing is off: it is shown.
 */
export function isOffForGood(contract: string, options: TelemetryOptions, env: Env, argv: readonly string[]): boolean {
  const stem = variableStem(contract)
  const isOff =
    isTruthy(env.DO_NOT_TRACK) ||
    isTruthy(env[`${stem}_DISABLED`]) ||
    readSwitch(env[stem]) === 'off' ||
    options.enabled === false ||
    hasFlag(argv)
  return isOff && !isTruthy(env[`${stem}_DEBUG`])
}
