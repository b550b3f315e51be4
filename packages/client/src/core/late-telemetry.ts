import type { Contract } from '@plainsight/contract'
import { hasFlag } from './consent-watch.ts'
import { isTruthy, readSwitch, variableStem, type Env } from './env-words.ts'
import type { Telemetry, TelemetryOptions } from './telemetry-types.ts'

type Calls = { [call: string]: (...given: unknown[]) => unknown }

const nothing = (): void => {}
/** A counter and a span that do nothing. */
const idle = (): object => ({ add: nothing, annotate: nothing, end: nothing })
const soon = async (): Promise<void> => {}

/**
 * Calls that are handed on as they come, and what each answers where nothing can be counted. A new call of `Telemetry` is a line here;
 * the compiler asks for it.
 */
const CALLS: { readonly [call in Exclude<keyof Telemetry, 'contract' | 'record'>]: () => unknown } = {
  counter: idle,
  span: idle,
  identify: nothing,
  setContext: nothing,
  operation: () => '',
  status: nothing,
  setConsent: nothing,
  preview: () => ({ batches: [], unfinished: [] }),
  receipts: () => [],
  addSink: () => nothing,
  reportError: soon,
  flush: async () => ({ taken: 0, dropped: 0, left: 0 }),
  close: soon,
  keepQuiet: nothing,
  noNotice: nothing,
  command: async () => 3,
}

/**
 * A telemetry that is made when it is first needed: a tool's start pays for nothing that it does not use, and where the environment
 * says off, recording never needs it.
 * @param make makes the one behind it
 * @param isOff whether records, counters and spans are for nothing as long as the process lives
 */
export function lateTelemetry<C extends Contract>(contract: C, make: () => Telemetry<C>, isOff: boolean): Telemetry<C> {
  let made: Calls | undefined
  const calls = (): Calls => (made ??= make() as unknown as Calls)
  const late: Calls = {}
  for (const call of Object.keys(CALLS)) late[call] = (...given) => calls()[call]!(...given)
  // Not by name: it is called often, and a list of what it was given would be heap.
  late.record = (event, values) => (made ?? calls()).record!(event, values)
  if (isOff) {
    late.record = nothing
    late.counter = late.span = idle
  }
  return { ...late, contract } as unknown as Telemetry<C>
}

/** A telemetry for a host that has lost the file that records: it is off, and every call answers. */
export function deafTelemetry<C extends Contract>(contract: C): Telemetry<C> {
  const { name, version } = contract
  // Who decided is what can be said, as by any telemetry whose rest is not there.
  const decider = 'no-destination'
  const status = {
    state: 'off',
    row: 0,
    decider,
    because: decider,
    contract: { name, version, digest: '' },
    agreed: version,
  }
  const setConsent = (): object => ({ stored: false, status })
  return { ...CALLS, record: nothing, status: () => status, setConsent, contract } as unknown as Telemetry<C>
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
