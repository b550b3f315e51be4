import type { AlertSpec, Contract, EventSpec, PrivacyClass, Sampling, Scope, Use } from './contract-spec.ts'
import type { FieldSpec, WireValue } from './field-spec.ts'
import { EXTERNAL_ID_KINDS } from './external-id-kinds.ts'
import type { IdSpec } from './fields/id.ts'
import type { MaskedSpec } from './fields/masked-gate.ts'
import { fieldGate } from './field-gates.ts'
import { isProbe, PROBES } from './probes.ts'
import { withoutAbsent } from './without-absent.ts'

// A program in the field makes its events normal one by one, at their first use, and never the whole contract: hence a file of
// their own.

/** A use with nothing left unsaid. */
export interface NormalUse {
  readonly need: 'required' | 'optional'
  readonly only?: readonly string[]
  readonly is?: WireValue
  readonly as?: string
  readonly cap?: number
}

/** An event with every default filled in: what the judge, the store and the generators read, and what the lock keeps. */
export interface NormalEvent {
  readonly kind: 'rollup' | 'event' | 'errors'
  readonly what: string
  readonly why: string
  readonly who?: string
  readonly readBy: readonly string[]
  readonly sources: readonly string[]
  readonly privacy: PrivacyClass
  readonly signal?: string
  readonly tags: readonly string[]
  readonly owners: readonly string[]
  readonly stability: 'experimental' | 'stable' | 'deprecated'
  readonly acceptFrom: 'anyone' | 'service'
  readonly context: readonly string[]
  readonly identity: Scope
  readonly identityReason?: string
  /** The key under which events share an id: the event's own name unless it declares another. */
  readonly link: string
  readonly once?: 'process' | 'project-and-process' | 'month' | 'install'
  readonly sampling?: Sampling
  readonly retention: number
  readonly policy: 'delete' | 'archive'
  readonly alerts: readonly AlertSpec[]
  readonly channel: string
  readonly from: readonly string[]
  readonly expires?: string
  readonly since?: string
  readonly widened?: string
  readonly deprecated?: string
  /** The dimensions of a counter or the fields of an occurrence, in the order they were declared. */
  readonly uses: { readonly [field: string]: NormalUse }
  /** The measures of a counter. */
  readonly measure: readonly string[]
  readonly precision: 'hour' | 'minute' | 'second'
  readonly deliver: 'day' | 'now'
  /** Codes, classes and packages that an errors event may name beside those of every system and language. */
  readonly codes?: readonly string[]
  readonly classes?: readonly string[]
  readonly packages?: readonly string[]
  /** Edition of the published lists of classes and codes. */
  readonly edition?: number
  /** The longest masked message of an errors event, in characters; false where none is ever asked for. */
  readonly text?: false | { readonly max: number }
}

/** Days that raw rows live where the contract does not say. */
export const DEFAULT_RETENTION = 90

/** Fills in one event's defaults. Events are made normal one at a time, so that a client pays only for those it records. */
export function normalEvent(contract: Contract, name: string, spec: EventSpec): NormalEvent {
  const uses: { [field: string]: NormalUse } = {}
  const named = spec.kind === 'rollup' ? spec.by : spec.fields
  if (Array.isArray(named)) for (const field of named as readonly string[]) uses[field] = { need: 'required' }
  else
    for (const [field, use] of Object.entries(named as { readonly [field: string]: 'required' | 'optional' | Use }))
      uses[field] = normalUse(use)
  const { kind, what, why, who, readBy, signal, identityReason, once, sampling, expires, since, widened, deprecated } =
    spec
  return {
    kind,
    what,
    why,
    readBy,
    ...withoutAbsent({ who, signal, identityReason, once, sampling, expires, since, widened, deprecated }),
    sources: spec.sources ?? contract.sources,
    privacy: spec.privacy ?? 'aggregate',
    tags: spec.tags ?? [],
    owners: spec.owners ?? contract.owners,
    stability: spec.stability ?? contract.stability ?? 'stable',
    acceptFrom: spec.acceptFrom ?? 'anyone',
    context: spec.context ?? contract.context ?? [],
    identity: spec.identity ?? 'none',
    link: spec.link ?? name,
    retention: spec.retention ?? contract.retention?.raw ?? DEFAULT_RETENTION,
    policy: spec.policy ?? 'delete',
    alerts: spec.alerts ?? [],
    channel: spec.channel ?? 'usage',
    from: spec.from ?? [],
    uses,
    measure: spec.kind === 'rollup' ? (spec.measure ?? []) : [],
    precision: spec.kind === 'event' ? (spec.precision ?? 'hour') : 'hour',
    deliver: spec.kind === 'rollup' ? 'day' : (spec.deliver ?? 'day'),
    ...(spec.kind === 'errors' && {
      codes: spec.codes ?? [],
      classes: spec.classes ?? [],
      packages: spec.packages ?? [],
      edition: spec.edition ?? 1,
      text: spec.text ?? false,
    }),
  }
}

/** The declaration behind a name in an event or in a context: a field of the contract, else a probe. */
export function fieldOf(
  contract: { readonly fields: { readonly [name: string]: FieldSpec } },
  name: string,
): FieldSpec | undefined {
  if (Object.hasOwn(contract.fields, name)) return contract.fields[name]
  return isProbe(name) ? PROBES[name] : undefined
}

/** A field as one event uses it: narrowed to `only` where it says so and where its type can be. */
export function usedField(field: FieldSpec, use: NormalUse): FieldSpec {
  if (use.only === undefined) return field
  return fieldGate(field).narrow?.(field, use.only) ?? field
}

/** A field as an event holds it: masked where the field says so, or where every field of its class is. */
export function heldField(field: FieldSpec, privacy?: PrivacyClass): FieldSpec | MaskedSpec {
  return field.pii || field.redact || privacy === 'sensitive' ? { kind: 'masked', doc: field.doc, of: field } : field
}

/** Whether a field is an id set by `identify`, which travels apart from the event's own fields. */
export function isExternalId(field: FieldSpec): field is IdSpec {
  return field.kind === 'id' && EXTERNAL_ID_KINDS.includes((field as IdSpec).of)
}

function normalUse(use: 'required' | 'optional' | Use): NormalUse {
  if (typeof use === 'string') return { need: use }
  const { only, is, as, cap } = use
  return { need: use.need ?? 'required', ...withoutAbsent({ only, is, as, cap }) }
}
