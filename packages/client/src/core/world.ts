import type { ReportDetails } from '../errors/error-options.ts'
import type { Control } from './control.ts'
import type { Disk } from './disk.ts'
import type { Env } from './env-words.ts'
import type { Session } from './session.ts'
import type { Outcome } from './span.ts'
import type { StateFiles } from './state-files.ts'
import type { CommandGiven, CommandOutput, FlushResult, SendWay, Telemetry } from './telemetry-types.ts'

/** What a telemetry does when its process ends. */
export interface Leaver {
  /** The process ends, by a signal where one is named: `outcome` is what open spans ended as. Never throws. */
  leave(outcome: Outcome, signal?: string): void
  /** Whether signals may be listened to. */
  readonly signals: boolean
}

/** Why a process sends by itself: it is idle, it ends, or it was asked to within a time in ms. */
export type SendOccasion = 'idle' | 'parting' | number

/** The calls of a telemetry that its own control command makes. */
export type ControlCalls = Pick<Telemetry, 'preview' | 'receipts' | 'setConsent' | 'status'>

/** Everything outside that a telemetry touches. What is not asked for is not made. */
export interface World {
  readonly env: Env
  readonly argv: readonly string[]
  readonly disk: Disk
  /** The state folder's files; undefined where there is no place for them. */
  files(): StateFiles | undefined
  policyPath(): string
  projectPath(): string | undefined
  /** The root of the project that this process works in; undefined where it works in none. Throws where the folder is gone. */
  project(): string | undefined
  /** A path as seen from the state folder. */
  relative(files: StateFiles, path: string): string
  /** The machine's own clock, which times of files go by: ms since 1970. */
  realNow(): number
  /** A clock for durations and intervals, ms; nobody moves it. */
  tick(): number
  /** The raw value of a probe; undefined where it cannot be known. */
  probe(name: string): unknown
  random(count: number): Uint8Array
  /** Whether telemetries of this process are of one process, and not of many that a test plays. */
  readonly isShared?: boolean
  chance(): number
  /** What a process seldom needs; undefined while it cannot be had (a host in one file has it a moment later). */
  control(): Control | undefined
  /** Whether what is written as an error is read by a person at a terminal. */
  isTerminal(): boolean
  /** Writes to standard error, at once. */
  complain(text: string): void
  /** How this process can send where its host does not say. */
  defaultWay(): SendWay
  /** Acts when the process ends; gives a function that takes this back. */
  onLeave(leaver: Leaver): () => void
  /** Acts when the host has nothing left to do. */
  onIdleEnd(act: () => void): void
  /** Acts once, later; never keeps the process alive. Gives a function that takes this back. */
  later(ms: number, act: () => void): () => void
  /** Hands over to a process of its own, which reads the job in the state folder. */
  startSender(session: Session, files: StateFiles): void
  /** Runs a subcommand of the `telemetry` command; gives its exit code. */
  command(
    session: Session,
    telemetry: ControlCalls,
    name: string,
    given?: CommandGiven,
    output?: CommandOutput,
  ): Promise<number>
  /** Reports an error; a promise where the person is asked first. */
  reportError(session: Session, error: unknown, details?: ReportDetails): Promise<void> | undefined
  /** Sends from this process. */
  sendHere(session: Session, occasion: SendOccasion): Promise<FlushResult | undefined>
}
