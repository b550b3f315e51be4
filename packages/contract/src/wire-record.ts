import type { WireValue } from './field-spec.ts'

/** Values by field name, as they travel. */
export interface WireValues {
  readonly [field: string]: WireValue
}

/** A measure of a counter: the sum of its admitted values and how they were spread. */
export interface WireMeasure {
  readonly sum: number
  readonly hist: { readonly [bucket: string]: number }
}

/** A counter's row. */
export interface RollupRecord {
  readonly name: string
  readonly by: WireValues
  readonly count: number
  readonly measure?: { readonly [field: string]: WireMeasure }
  readonly rate?: number
  readonly id?: string
}

/** An occurrence. */
export interface OccurrenceRecord {
  readonly name: string
  readonly at?: string
  readonly rate?: number
  readonly id?: string
  /** External ids by field name. */
  readonly ids?: { readonly [field: string]: string }
  readonly fields: WireValues
}

/** A presence row (privacy.md, 2): it carries no id and at most the one context field that the contract names. */
export interface PresenceRecord {
  readonly name: typeof PRESENCE
  readonly fields:
    | { readonly grain: 'day'; readonly gap: string }
    | { readonly grain: 'week'; readonly back: string; readonly index: string }
    | { readonly grain: 'month' }
}

/** One context value of a machine, alone, once a month (privacy.md, 2): it carries no id and nothing beside it. */
export interface EnvironmentRecord {
  readonly name: typeof ENVIRONMENT
  readonly id?: never
  readonly ids?: never
  readonly fields: { readonly field: string; readonly value: string | boolean }
}

/** What caused an error, or the error itself: words of closed lists, and where it was thrown. */
export interface ErrorCause {
  /** A class that the language has or the contract names, or `other`. */
  readonly class: string
  /** A code of the system or of the contract's list, or `other`. */
  readonly code?: string
  /** At most 16: `KEY:LINE:COLUMN` for a file of the build, the name of a declared package, or `foreign`. */
  readonly frames?: readonly string[]
}

/** The error that a report is about. */
export interface WireError extends ErrorCause {
  readonly handled: boolean
  /** Whether the program ended with it. */
  readonly fatal: boolean
}

/** An error report. It carries no id. */
export interface ErrorRecord {
  readonly name: string
  readonly id?: never
  readonly ids?: never
  readonly at?: string
  readonly rate?: number
  readonly error: WireError
  /** What caused it, then what caused that; at most two. */
  readonly causes?: readonly ErrorCause[]
  /** The masked message, where the contract declares it and the person said yes to this one. */
  readonly text?: string
  readonly fields: WireValues
}

/** Anything a batch may hold. */
export type WireRecord = RollupRecord | OccurrenceRecord | ErrorRecord | PresenceRecord | EnvironmentRecord

/** The name of the built-in roll-up of context values, each alone. */
export const ENVIRONMENT = 'plainsight.environment'

/** The name of the built-in event behind actives and retention. */
export const PRESENCE = 'plainsight.presence'
