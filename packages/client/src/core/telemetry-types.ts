import type {
  Contract,
  DimensionsOf,
  ErrorValuesOf,
  EventNames,
  MeasuresOf,
  RollupNames,
  ValuesOf,
} from '@plainsight/contract'
import type { ScrubOptions } from '@plainsight/contract/scrub'
import type { FiredAlert } from './alert-monitor.ts'
import type { ConsentState, Decider } from './consent.ts'
import type { Env } from './env-words.ts'
import type { OlderState } from './older-state.ts'
import type { ErrorsOptions, ReportDetails } from '../errors/error-options.ts'
import type { Sink } from './sink.ts'
import type { Span } from './span.ts'

/** How what was counted gets away (protocol.md, Due). */
export type SendWay = 'detached' | 'idle' | 'await' | 'inherit'

/** What a host says when it makes its telemetry. */
export interface TelemetryOptions {
  /** The version of the product; only `1.2` of it can leave. */
  readonly productVersion?: string
  /** The collector, such as `https://telemetry.acme.example`. Without one nothing is created at all. */
  readonly endpoint?: string
  /**
   * Where batches go besides, or, without an endpoint, instead; an empty list where all of them are added later. Each has its own pace,
   * back-off and receipts; none waits for another.
   */
  readonly sinks?: readonly Sink[]
  /** One of the contract's sources; default: its first. */
  readonly source?: string
  /** `false` is off, whatever else is said. */
  readonly enabled?: boolean
  /** The state folder, where the platform's own will not do. */
  readonly stateDir?: string
  readonly send?: SendWay
  /** Declared fields that go with every record whose event has them as context. */
  readonly context?: { readonly [field: string]: unknown }
  /** Shows the notice on the host's own surface; gives whether it was shown. */
  readonly notice?: (text: string) => boolean
  /** `false`: no listener for signals. */
  readonly signals?: boolean
  readonly env?: Env
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /**
   * What is masked in every text besides what always is: the values of secrets, how credentials of your own begin, names after which a
   * value is secret. Nothing of it is kept or sent.
   */
  readonly mask?: ScrubOptions
  /** How errors are reported, where the contract declares error reports. */
  readonly errors?: ErrorsOptions
  /** Told when an alert of the contract holds in this process; what it wants done is the host's to do. */
  readonly onAlert?: (alert: FiredAlert) => void
  /** Told of faults inside telemetry, which never reach the host otherwise. */
  readonly onError?: (error: unknown) => void
  /** The host's own setting, asked again at every send. */
  readonly hostConsent?: () => 'on' | 'off' | 'unknown'
  /** Older tools of the same makers: an opt-out that was told to one of them holds here, too, and a machine they knew is no new one. */
  readonly migrateFrom?: readonly OlderState[]
  readonly tenant?: {
    readonly disabledEvents?: readonly string[]
    readonly sampling?: { readonly [event: string]: number }
  }
}

/** A counter whose dimensions are fixed: adding costs next to nothing. */
export interface BoundCounter<Measures> {
  /** Counts one, with measures where the event has any. */
  add(measures?: Measures): void
}

/** External ids, set for the events that declare them. */
export interface ExternalIds {
  readonly user?: string | undefined
  readonly org?: string | undefined
  readonly project?: string | undefined
  readonly tenant?: string | undefined
  readonly anonymous?: string | undefined
}

/** One place that batches go to besides. */
export interface SinkStatus {
  readonly name: string
  /** Its address; undefined where it is a function of the program. */
  readonly to: string | undefined
  /** Batches that wait for it. */
  readonly waiting: number
  readonly lastAnswer: Status['lastAnswer']
}

/** What decided, and what there is to know besides. */
export interface Status {
  readonly state: ConsentState
  /** Row of the table in protocol.md that decided; 0 where there is no destination. */
  readonly row: number
  readonly decider: Decider
  /** One sentence. */
  readonly because: string
  /** Whether this is counted as continuous integration, never as a machine. */
  readonly tagged: boolean
  /** What holds for each channel that the contract declares besides usage: the answer for an update check or whatever else is one. */
  readonly channels: { readonly [channel: string]: { readonly state: ConsentState; readonly because: string } }
  readonly contract: { readonly name: string; readonly version: string; readonly digest: string }
  /** The contract version that was agreed to, where it is another. */
  readonly agreed: string
  readonly endpoint: string | undefined
  /** Where batches go besides; none where the user has redirected everything. */
  readonly sinks: readonly SinkStatus[]
  readonly folder: string | undefined
  /** When the notice was shown, and when its grace ends; ms since 1970. */
  readonly notice: { readonly at: number; readonly graceEnds: number; readonly followed: boolean } | undefined
  /** The choice that is stored. */
  readonly stored: 'on' | 'off' | 'local' | undefined
  /** The last answer of the collector: its day, and its status, 0 for none. */
  readonly lastAnswer: { readonly day: string | undefined; readonly status: number | undefined } | undefined
  /** Whether this machine has a secret, behind the ids of events that declare any. */
  readonly hasIdentity: boolean
}

/** What storing a choice came to. */
export interface ConsentChange {
  readonly stored: boolean
  /** The state from now on, and what decides it: not the choice, where something stronger stands above it. */
  readonly status: Status
}

/** What came of a flush. */
export interface FlushResult {
  /** Batches taken, dropped for good, and waiting for another time. */
  readonly taken: number
  readonly dropped: number
  readonly left: number
}

/** What would leave, and what waits. */
export interface Preview {
  /** The bodies of the batches that would leave with the next send, exactly. */
  readonly batches: readonly string[]
  /** What was counted today, as it stands now; it leaves when the day is over. */
  readonly unfinished: readonly string[]
}

/** What is given to a subcommand of the `telemetry` command: options and its operand by name, `true` for a flag. */
export interface CommandGiven {
  readonly [name: string]: string | boolean | undefined
}

/** Where a subcommand prints: its answer, and what is said beside it. */
export interface CommandOutput {
  print(text: string): void
  complain(text: string): void
}

/** The telemetry of one process. No call throws, waits or prints to standard output. */
export interface Telemetry<C extends Contract = Contract> {
  readonly contract: C
  /** Counts one record. */
  record<N extends EventNames<C>>(event: N, values: ValuesOf<C, N>): void
  /** Fixes the dimensions of a counter. */
  counter<N extends RollupNames<C>>(event: N, dimensions: DimensionsOf<C, N>): BoundCounter<MeasuresOf<C, N>>
  /** Begins something that ends well, badly or not at all; sets `outcome` and `duration` where the event declares them. */
  span<N extends EventNames<C>>(event: N, values?: Partial<ValuesOf<C, N>>): TypedSpan<ValuesOf<C, N>>
  /**
   * Reports an error, where the contract declares error reports and the person said yes to them: class and code from closed lists and
   * places in the product's own files. `ask` shows the masked message first: done when the person has answered. Never rejects.
   */
  reportError(
    error: unknown,
    details: ReportDetails<ErrorValuesOf<C>> & { readonly ask: (text: string) => boolean | Promise<boolean> },
  ): Promise<void>
  /** The same without its message: nothing of it is read. The same error once a machine and week. */
  reportError(error: unknown, details?: ReportDetails<ErrorValuesOf<C>>): void
  /** Sets external ids for the events that declare them; undefined takes one away. */
  identify(ids: ExternalIds): void
  /** Sets declared fields that go with every later record. */
  setContext(context: { readonly [field: string]: unknown }): void
  /** A fresh operation id: 32 hex digits. */
  operation(): string
  status(): Status
  /** Stores the person's choice. Off removes at once everything that was not yet sent. */
  setConsent(choice: 'on' | 'off' | 'local', how?: { readonly by?: string; readonly channel?: string }): ConsentChange
  /** Exactly what would leave with the next send, to the byte. Sends nothing. */
  preview(): Preview
  /** The receipts of what left, oldest first. */
  receipts(): readonly ReceiptEntry[]
  /** Adds a sink while the process runs; gives what takes it away again. */
  addSink(sink: Sink): () => void
  /** Keeps what was counted and tries to send what is finished, whatever was tried today. Never rejects. */
  flush(options?: { readonly timeoutMs?: number }): Promise<FlushResult>
  /** Flushes and ends: later calls do nothing. */
  close(): Promise<void>
  /** Says that this run is about telemetry itself: it is not counted, and shows no notice. */
  keepQuiet(): void
  /** Says that nobody reads what this process prints: the notice is not shown. Counting goes on. */
  noNotice(): void
  /**
   * Runs a subcommand of the ready-made `telemetry` command, which adapters list, and prints. It shows no notice; what this process
   * counted and has not yet kept is no part of it. Never rejects.
   * @returns the exit code
   */
  command(name: string, given?: CommandGiven, output?: CommandOutput): Promise<number>
}

/** A span whose annotations are checked. */
export interface TypedSpan<Values> extends Span {
  annotate(values: { readonly [field in keyof Values]?: Values[field] }): void
}

/** One line of receipts.jsonl. */
export interface ReceiptEntry {
  readonly at: string
  readonly to: string
  readonly batch: string
  readonly day: string
  readonly status: number
  readonly answer: string
  /** The exact bytes that left; absent on old receipts, and where the same bytes still wait. */
  readonly body?: string
}
