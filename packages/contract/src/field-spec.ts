import type { Reason } from './reasons.ts'
import type { ScrubOptions } from './scrub-text.ts'

/** A value as it stands in a spool line, on the wire and in a row: never an object with its own behaviour. */
export type WireValue = boolean | number | string | readonly string[] | { readonly [key: string]: number }

/** What any field may say about itself besides its type. All of it is data: it is printed on the user page and kept in the lock. */
export interface Modifiers {
  /** Changes from use to use, so it cannot tie two reports together; left out of the stable bits. */
  readonly transient?: boolean
  /** Contract version that first declared the field; required on everything added after the first lock. */
  readonly since?: string
  /** Contract version that last widened the field. */
  readonly widened?: string
  /** The sentence that says what to use instead. */
  readonly deprecated?: string
  /** Why a value that never changes is no fault. */
  readonly constantIsFine?: string
  /** Says a lie of its list now and then, so that no single answer can be trusted and sums still can (privacy.md, 5). */
  readonly noise?: { readonly epsilon: number }
  /** Personal data: masked before it is dispatched. */
  readonly pii?: boolean
  /** Masked before it is dispatched. */
  readonly redact?: boolean
}

/**
 * A declared field: plain frozen data with a `kind`. `Input` is what a call site may pass; it lives in the types only
 * (no field ever carries a `$input` property), so two copies of this package in one process agree.
 */
export interface FieldSpec<Kind extends string = string, Input = unknown> extends Modifiers {
  readonly kind: Kind
  readonly doc: string
  readonly $input?: Input
}

/** What a call site may pass for a field. */
export type InputOf<F> = F extends { readonly $input?: infer Input } ? Exclude<Input, undefined> : never

/** Where a field type leaves the reason when it changed a value or left it out. One cell is reused for every value: no allocation. */
export interface Note {
  reason: Reason | undefined
}

/** What `admit` may ask of the outside. Absent ports make the types that need them leave their value out. */
export interface AdmitPorts {
  /** Scoped hash of a value (privacy.md, 1): 32 lower-case hex digits; undefined where no secret may be made. */
  readonly hash?: (kind: string, value: string, event: string) => string | undefined
  /** Masks what is secret in a text (`@plainsight/contract/scrub`), with the secrets of this process; credential patterns only where absent. */
  readonly scrub?: (text: string) => string
  /** What the types that hold texts mask besides, where there is no `scrub`. */
  readonly mask?: ScrubOptions | undefined
}

/** A column of the event store. `type` is ClickHouse's name without `Nullable`; the store adds it where a value may be absent. */
export interface Column {
  readonly type: string
  readonly codec?: string
}

/** The entrance of one field. `given` is what the call site gave for the whole record, for the types that read a field beside theirs. */
export type Admit = (raw: unknown, note: Note, given?: unknown) => WireValue | undefined

/**
 * How a value of one type passes: the half of a field type that a program in the field carries. The law that ties the two
 * entrances: whatever `admit` gives, `judge` accepts, and `judge` accepts nothing else.
 */
export interface FieldGate<F extends FieldSpec = FieldSpec> {
  readonly kind: F['kind']
  /**
   * Compiles the entrance where a value is born. The function gives the wire value, or undefined when it is left out; it
   * writes the reason into `note` when it changed the value or left it out, and touches `note` in no other case.
   */
  admit(field: F, ports: AdmitPorts, event: string): Admit
  /** Compiles every later entrance: undefined when the wire value is one that `admit` can give, else the reason to leave it out. */
  judge(field: F): (wire: unknown) => Reason | undefined
  /** Every wire value in a fixed order where the list is finite and short, else undefined. */
  values(field: F): readonly WireValue[] | undefined
  /** The same field narrowed to some of its values (`only`); absent where a type cannot be narrowed. */
  narrow?(field: F, only: readonly string[]): F
}

/** All there is to know about one type of field, in one file: how its values pass, and what is said, counted and stored of them. */
export interface FieldType<F extends FieldSpec = FieldSpec> extends FieldGate<F> {
  /** The attributes of a declaration besides `kind`, `doc` and the modifiers. */
  readonly attributes: readonly string[]
  /** Every word that `only` may name, for a type that can be narrowed; where it is absent, `values`. */
  words?(field: F): readonly string[]
  /** Sentences about a declaration that cannot be used; empty when it is sound. */
  problems(field: F): string[]
  /** How many values the field can take on the wire; Infinity for ids and hashes. */
  cells(field: F): number
  /** JSON Schema (draft 2020-12) of what `judge` accepts. */
  schema(field: F): Record<string, unknown>
  column(field: F): Column
  /** For the user page: what is sent, in words a stranger understands. */
  sentence(field: F): string
}
