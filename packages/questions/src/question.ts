import type { NormalContract } from '@plainsight/contract/judge'
import type { TableLayout } from './table-layout.ts'

/** What someone asks, as it came in: nothing in it has been checked. */
export interface Asked {
  readonly event?: string | undefined
  /** First UTC day, `2026-11-19`; default: 29 days before `to`. */
  readonly from?: string | undefined
  /** Last UTC day, included; default: today. */
  readonly to?: string | undefined
  readonly by?: string | undefined
  /** Conditions that all have to hold, each `FIELD=VALUE`; `FIELD=` asks for records without the field. */
  readonly where?: readonly string[] | undefined
  /** The measure that `durations` reads; default: the event's first. */
  readonly measure?: string | undefined
}

/** What the asker cannot choose. */
export interface Setting {
  /** The UTC day on which it is asked: rows that have expired by then are not read. */
  readonly today: string
  /** Smallest number of machines that a shown group has (privacy.md, 6): 5 for operators, 1 shows everything. */
  readonly k: number
  /** Where the store keeps each value; default: the names that a store without type changes uses. */
  readonly layout?: TableLayout | undefined
}

/** One of the six things that can be handed to a question. */
export type ParameterName = keyof Asked

/** A value of an answer's cell. `null`: not shown, because too few machines stand behind it, or not known. */
export type AnswerValue = string | number | null

/** How a column is read and drawn. `part` says what a row of a breakdown is: see `Part`. */
export type ColumnKind = 'day' | 'week' | 'month' | 'minute' | 'text' | 'part' | 'count' | 'share' | 'amount'

/** A column of an answer. */
export interface AnswerColumn {
  readonly name: string
  readonly label: string
  readonly kind: ColumnKind
  /** Of an amount: `ms`, `s`, or the contract's own word. */
  readonly unit?: string
}

/**
 * What a row of a breakdown stands for: one `value`; the word `other`, which clients send for what is not on the list; records in
 * which the field is `absent`; the `rest` of a long list; or the `few`: values that are shown together, because too few machines stand
 * behind each.
 */
export type Part = 'value' | 'other' | 'absent' | 'rest' | 'few'

/** An answer: plain data, ready to be drawn or printed. */
export interface Answer {
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly { readonly [column: string]: AnswerValue }[]
  /** Sentences that belong beside the figures. */
  readonly notes: readonly string[]
  /** Present where there are figures and none may be shown: too few machines stand behind them. */
  readonly hidden?: true
}

/** A row as the store gives it: 64-bit numbers may come as text. */
export interface StoreRow {
  readonly [column: string]: unknown
}

/** A question made ready: one statement with bound parameters, and how its rows become the answer. */
export interface Plan {
  readonly kind: 'plan'
  readonly question: string
  readonly title: string
  /** What is asked, with every default filled in. */
  readonly parameters: { readonly [name in ParameterName]?: string | readonly string[] }
  /** ClickHouse SQL; values stand in it as `{name:Type}` only. */
  readonly sql: string
  readonly params: { readonly [name: string]: string | number }
  /** Whether the figures are estimated from a sample. */
  readonly sampled: boolean
  answer(rows: readonly StoreRow[]): Answer
}

/** Why a question is not answered. */
export interface Refusal {
  readonly kind: 'refused'
  readonly reason: 'unknown-question' | 'undeclared-event' | 'undeclared-field' | 'not-answerable' | 'bad-parameter'
  /** One sentence that says what to ask instead. */
  readonly message: string
}

/** Something that may be asked of the store. */
export interface Question {
  readonly name: string
  readonly title: string
  readonly description: string
  /** What it takes besides the contract. */
  readonly parameters: readonly { readonly name: ParameterName; readonly required: boolean; readonly doc: string }[]
  plan(contract: NormalContract, asked: Asked, setting: Setting): Plan | Refusal
}

/** Makes a refusal. */
export function refuse(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message }
}
