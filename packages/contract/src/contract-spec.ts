import type { FieldSpec, InputOf, WireValue } from './field-spec.ts'
import type { Included } from './include.ts'
import type { ProbeName } from './probes.ts'

/** How far one id reaches (privacy.md, 1). */
export type Scope = 'none' | 'run' | 'day' | 'week' | 'month' | 'install'

/** Who may learn what an event says, from everybody to nobody without asking. */
export type PrivacyClass = 'public' | 'aggregate' | 'opaque-identity' | 'internal' | 'sensitive' | 'diagnostic'

/** How one event uses a declared field. */
export interface Use {
  readonly need?: 'required' | 'optional'
  /** Only these values of a type with a list of them; others become `other`. */
  readonly only?: readonly string[]
  /** A constant: put in where it is not given. */
  readonly is?: WireValue
  /** The key that foreign sinks use. */
  readonly as?: string
  /** For an open type in `by`: how many values one process keeps before `other`; default 20. */
  readonly cap?: number
}

/** Which part of all machines, runs or occurrences is recorded (privacy.md, 4). */
export interface Sampling {
  readonly unit?: 'machine' | 'run' | 'occurrence'
  readonly rate: number
  readonly minRate?: number
  readonly keep?: readonly {
    readonly [field: string]:
      | boolean
      | number
      | string
      | readonly string[]
      | { readonly min?: number; readonly max?: number }
  }[]
}

/** An alert declared beside the event it watches (store.md, Alerts). */
export interface AlertSpec {
  readonly metric: string
  readonly max?: number
  readonly min?: number
  readonly minimumSample: number
  readonly windowMinutes: number
  readonly coolDownMinutes: number
  readonly actions: readonly ('alert' | 'log' | 'propose')[]
}

/** What every kind of event says about itself. */
export interface EventAttributes<Field extends string = string> {
  /** What happened. */
  readonly what: string
  /** Why it is worth knowing. */
  readonly why: string
  /** The charts, alerts, reports or questions that read it; at least one. */
  readonly readBy: readonly string[]
  readonly who?: string
  readonly sources?: readonly string[]
  readonly privacy?: PrivacyClass
  readonly signal?: string
  readonly tags?: readonly string[]
  readonly owners?: readonly string[]
  readonly stability?: 'experimental' | 'stable' | 'deprecated'
  readonly acceptFrom?: 'anyone' | 'service'
  /** Probes and declared fields that go with every record; default: the contract's. */
  readonly context?: readonly (Field | ProbeName)[]
  readonly identity?: Scope
  readonly identityReason?: string
  readonly link?: string
  readonly once?: 'process' | 'project-and-process' | 'month' | 'install'
  readonly sampling?: Sampling
  /** Days that raw rows live, 1–400; default: the contract's. */
  readonly retention?: number
  readonly policy?: 'delete' | 'archive'
  readonly alerts?: readonly AlertSpec[]
  readonly channel?: string
  readonly from?: readonly string[]
  readonly expires?: string
  readonly since?: string
  readonly widened?: string
  readonly deprecated?: string
}

/** The dimensions of a counter: names, or names with how they are used. */
export type ByShape<Field extends string = string> =
  | readonly Field[]
  | { readonly [name in Field]?: 'required' | 'optional' | Use }

/** A counter, folded on the user's machine. */
export interface RollupSpec<
  Field extends string = string,
  By extends ByShape<Field> = ByShape<Field>,
  Measures extends readonly Field[] = readonly Field[],
> extends EventAttributes<Field> {
  readonly kind: 'rollup'
  readonly by: By
  readonly measure?: Measures
}

/** An occurrence. */
export interface OccurrenceSpec<
  Field extends string = string,
  Fields extends FieldsShape<Field> = FieldsShape<Field>,
> extends EventAttributes<Field> {
  readonly kind: 'event'
  readonly fields: Fields
  readonly precision?: 'hour' | 'minute' | 'second'
  readonly deliver?: 'day' | 'now'
}

/**
 * Error reports: of nobody, of the class diagnostic, in a channel of their own, each fingerprint once a machine and week. A report
 * names classes, codes, files of the product's build and declared packages, and never a message that nobody looked at.
 */
export interface ErrorsSpec<
  Field extends string = string,
  Fields extends FieldsShape<Field> = FieldsShape<Field>,
> extends Omit<EventAttributes<Field>, 'identity' | 'identityReason' | 'link' | 'once'> {
  readonly kind: 'errors'
  readonly identity?: never
  readonly identityReason?: never
  readonly link?: never
  readonly once?: never
  /** The product's own error codes; those of systems are known. */
  readonly codes?: readonly string[]
  /** The product's own classes of errors; those of languages are known. */
  readonly classes?: readonly string[]
  /** Dependencies whose frames keep their name. */
  readonly packages?: readonly string[]
  /** Edition of the published lists of classes and codes (`spec/error-classes.json`); default 1. */
  readonly edition?: number
  readonly fields: Fields
  /** The masked message, at most `max` characters long: only after the person saw it on a terminal and said yes to that one. */
  readonly text?: false | { readonly max: number }
  readonly deliver?: 'day' | 'now'
}

/** The fields of an occurrence: needed or optional, or with how they are used. */
export type FieldsShape<Field extends string = string> = { readonly [name in Field]?: 'required' | 'optional' | Use }

/** Any kind of event that a contract declares. */
export type EventSpec<Field extends string = string> = RollupSpec<Field> | OccurrenceSpec<Field> | ErrorsSpec<Field>

/** Where the data goes, for the user page and the notice. */
export interface Destination {
  readonly name: string
  readonly host: string
  readonly kind: 'plainsight' | 'posthog' | 'segment' | 'otlp' | 'axiom' | 'http'
}

/** Someone who is named looked at a change that widens what people agreed to. */
export interface Review {
  /** The path of the change, as `check` prints it. */
  readonly what: string
  readonly who: string
  /** A day, `2026-11-19`. */
  readonly when: string
  readonly why: string
}

/** Someone who is named let a rule pass at one place; `check` and the user page go on saying so. */
export interface Suppression {
  readonly rule: string
  /** The path of the problem, or of what it stands in, as `check` prints it. */
  readonly where: string
  readonly who: string
  /** A day, `2026-11-19`. */
  readonly when: string
  readonly why: string
}

/** Everything one product may report. */
export interface Contract<
  Fields extends { readonly [name: string]: FieldSpec } = { readonly [name: string]: FieldSpec },
  Events extends { readonly [name: string]: EventSpec } = { readonly [name: string]: EventSpec },
> {
  readonly name: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly owners: readonly string[]
  readonly domain?: string
  readonly tags?: readonly string[]
  readonly stability?: 'experimental' | 'stable' | 'deprecated'
  readonly docs?: string
  readonly destinations?: readonly Destination[]
  readonly accepts?: readonly string[]
  readonly population?: number
  readonly retention?: { readonly raw?: number; readonly aggregates?: 'forever' | number }
  readonly consent: { readonly preset: 'opt-in' | 'notice' | 'audience-fr' | 'local' }
  readonly sources: readonly string[]
  readonly context?: readonly string[]
  readonly presence?: { readonly by?: string } | false
  /**
   * Context values that each machine tells once a month, each alone and without an id (`plainsight.environment`): shares of systems,
   * versions and agents, which nothing can join.
   */
  readonly environment?: readonly string[]
  readonly ci?: 'off' | 'tagged'
  /** The version that last said more as a whole: reported to more places, from more sources, under another consent. */
  readonly widened?: string
  /** Who looked at what widens, and who let which rule pass where. */
  readonly reviews?: readonly (Review | Suppression)[]
  /** Contracts of libraries, made by `include(…)`; what they declare is among `fields` and `events` already. */
  readonly includes?: readonly Included[]
  readonly fields: Fields
  readonly events: Events
}

/** The names of the events that a call site records; error reports have a call of their own. */
export type EventNames<C extends Contract> = {
  [N in keyof C['events'] & string]: C['events'][N] extends { readonly kind: 'errors' } ? never : N
}[keyof C['events'] & string]

/** The values that a call site gives with an error report; nothing where the contract declares none. */
export type ErrorValuesOf<C extends Contract> = {
  [N in keyof C['events']]: C['events'][N] extends { readonly kind: 'errors'; readonly fields: infer Uses }
    ? Closed<Values<C, Uses>>
    : never
}[keyof C['events']]

/** The names of the counters of a contract. */
export type RollupNames<C extends Contract> = {
  [N in EventNames<C>]: C['events'][N] extends { readonly kind: 'rollup' } ? N : never
}[EventNames<C>]

// What comes out of a path or a public name is narrowed by its use, and not what goes in.
type Narrowed<Field, V> = Field extends { readonly kind: 'choice' }
  ? V
  : Field extends { readonly kind: 'choices' }
    ? readonly V[]
    : InputOf<Field>

type FieldInput<C extends Contract, F, U> = U extends { readonly only: readonly (infer V)[] }
  ? F extends keyof C['fields']
    ? Narrowed<C['fields'][F], V>
    : V
  : U extends { readonly is: infer V }
    ? V
    : F extends keyof C['fields']
      ? InputOf<C['fields'][F]>
      : never

type Needed<U> = U extends { readonly is: unknown }
  ? false
  : U extends { readonly need: 'optional' } | 'optional'
    ? false
    : true
type NeededKeys<Uses> = { [K in keyof Uses]-?: Needed<Uses[K]> extends true ? K : never }[keyof Uses]

// A probe is found out by the program itself, and no call site gives one.
type GivenKeys<C extends Contract, Uses> = keyof Uses & keyof C['fields']

type Values<C extends Contract, Uses> = {
  readonly [K in NeededKeys<Uses> & keyof C['fields']]: FieldInput<C, K, Uses[K]>
} & {
  readonly [K in Exclude<GivenKeys<C, Uses>, NeededKeys<Uses>>]?: FieldInput<C, K, Uses[K]> | undefined
}

type UsesOf<By> = By extends readonly (infer Name extends string)[] ? { [N in Name]: 'required' } : By

type Dimensions<C extends Contract, N extends EventNames<C>> = C['events'][N] extends { readonly by: infer By }
  ? Values<C, UsesOf<By>>
  : never

type Measures<C extends Contract, N extends EventNames<C>> = C['events'][N] extends {
  readonly measure?: readonly (infer M extends string)[]
}
  ? { readonly [K in M]?: InputOf<C['fields'][K]> | undefined }
  : {}

// An empty object type would take anything.
type Closed<T> = keyof T extends never ? { readonly [field: string]: never } : T

/** The dimensions that a call site gives for a counter. */
export type DimensionsOf<C extends Contract, N extends EventNames<C>> = Closed<Dimensions<C, N>>

/** The measures that a call site may add to a counter. */
export type MeasuresOf<C extends Contract, N extends EventNames<C>> = Closed<Measures<C, N>>

/** The values that a call site gives for one record: the fields of an occurrence, or the dimensions and measures of a counter. */
export type ValuesOf<C extends Contract, N extends EventNames<C>> = C['events'][N] extends {
  readonly kind: 'event'
  readonly fields: infer Uses
}
  ? Closed<Values<C, Uses>>
  : Closed<Dimensions<C, N> & Measures<C, N>>
