import type { Reason } from './reasons.ts'

/** One thing that did not fit, named by what is declared and never by a value: event, field, reason. What is not declared is called `undeclared`. */
export type Drift = readonly [event: string, field: string, reason: Reason]

/** The word that stands for any name that the contract does not declare. */
export const UNDECLARED = 'undeclared'

/** The word in the place of the field where a whole record is meant. */
export const WHOLE_RECORD = '*'

/** What became of a record: kept, perhaps with values left out, or dropped for one reason. */
export type Verdict<R> =
  | { readonly kind: 'kept'; readonly record: R; readonly drift: readonly Drift[] }
  | { readonly kind: 'dropped'; readonly reason: Reason; readonly drift: readonly Drift[] }
