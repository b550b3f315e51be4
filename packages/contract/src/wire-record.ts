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

/** Anything a batch may hold. */
export type WireRecord = RollupRecord | OccurrenceRecord | PresenceRecord

/** The name of the built-in event behind actives and retention. */
export const PRESENCE = 'plainsight.presence'
