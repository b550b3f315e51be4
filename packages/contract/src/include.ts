import type { Contract, EventSpec, ErrorsSpec } from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import { freezeSpec } from './freeze-spec.ts'

type Shown<F> = { readonly [name in keyof F]: F[name] }

/** The name of an included field: the prefix, and the name with a capital. What the library does not declare is a probe and stays. */
export type PrefixedField<Prefix extends string, Name, Fields> = Name extends keyof Fields & string
  ? `${Prefix}${Capitalize<Name>}`
  : Name

type PrefixedUses<Prefix extends string, Uses, Fields> = Uses extends readonly unknown[]
  ? { readonly [I in keyof Uses]: PrefixedField<Prefix, Uses[I], Fields> }
  : { readonly [Name in keyof Uses as PrefixedField<Prefix, Name, Fields> & string]: Uses[Name] }

type PrefixedEvent<Prefix extends string, Event, Fields> = {
  readonly [A in keyof Event]: A extends 'by' | 'measure' | 'fields' ? PrefixedUses<Prefix, Event[A], Fields> : Event[A]
}

/** The fields of a library's contract under their names in an application's. */
export type PrefixedFields<Prefix extends string, Fields> = {
  readonly [Name in keyof Fields & string as `${Prefix}${Capitalize<Name>}`]: Fields[Name]
}

/** The events of a library's contract under their names in an application's; its error reports are the application's own matter. */
export type PrefixedEvents<Prefix extends string, Events, Fields> = {
  readonly [
    Name in keyof Events & string as Events[Name] extends ErrorsSpec ? never : `${Prefix}.${Name}`
  ]: PrefixedEvent<Prefix, Events[Name], Fields>
}

/** A library's contract as an application includes it: plain data, under names of its own. */
export interface Included<
  Fields = { readonly [name: string]: FieldSpec },
  Events = { readonly [name: string]: EventSpec },
> {
  readonly kind: 'included'
  /** Name and version of the library's contract. */
  readonly library: string
  readonly version: string
  readonly prefix: string
  readonly fields: Fields
  readonly events: Events
}

/** The fields of a list of included contracts. */
export type IncludedFields<List> = List extends readonly [infer First, ...infer Rest]
  ? (First extends Included<infer Fields> ? Fields : {}) & IncludedFields<Rest>
  : {}

/** The events of a list of included contracts. */
export type IncludedEvents<List> = List extends readonly [infer First, ...infer Rest]
  ? (First extends Included<infer _, infer Events> ? Events : {}) & IncludedEvents<Rest>
  : {}

/** How a library's contract is included. */
export interface IncludeOptions<Prefix extends string> {
  /** `[a-z][a-z0-9]{0,15}`: `orm` makes `orm.query.completed` and `ormDuration`. */
  readonly prefix: Prefix
  /** The version of the application's contract that first included it; needed where that is not its first. */
  readonly since?: string
  /** The marks of what the library added or widened later, by its name here: `{ 'orm.query.failed': { since: '1.4.0' } }`. */
  readonly marks?: { readonly [name: string]: { readonly since?: string; readonly widened?: string } }
}

/**
 * A library's contract inside an application's. Fields and events get names of their own; links stay among the library's events; the
 * context that its events declare goes with them. Everything else is the application's: consent, sources, destinations, presence,
 * population, accepted versions. The library's error reports are left out, and what has ended with its version too.
 */
export function include<
  const Fields extends { readonly [name: string]: FieldSpec },
  const Events extends { readonly [name: string]: EventSpec },
  const Prefix extends string,
>(
  library: Contract<Fields, Events>,
  options: IncludeOptions<Prefix>,
): Included<Shown<PrefixedFields<Prefix, Fields>>, Shown<PrefixedEvents<Prefix, Events, Fields>>> {
  const { prefix, since, marks = {} } = options
  const field = (name: string): string => (Object.hasOwn(library.fields, name) ? prefixed(prefix, name) : name)
  const marked = (spec: object, name: string): object => {
    const { since: _since, widened: _widened, ...rest } = spec as { readonly since?: string; readonly widened?: string }
    return { ...rest, ...(since === undefined ? {} : { since }), ...marks[name] }
  }
  const renamed = <T extends object>(record: T): object =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [field(name), value as unknown]))
  const fields: { [name: string]: unknown } = {}
  for (const [name, spec] of Object.entries(library.fields)) {
    const { vendorFrom } = spec as { readonly vendorFrom?: string }
    fields[field(name)] = {
      ...marked(spec, field(name)),
      ...(vendorFrom === undefined ? {} : { vendorFrom: field(vendorFrom) }),
    }
  }
  const events: { [name: string]: unknown } = {}
  for (const [name, spec] of Object.entries(library.events)) {
    const { expires = 'never', sources: _sources, channel: _channel, ...event } = spec
    // A version is one of the library's, and means nothing beside the application's.
    const isVersion = /^[0-9]+[.][0-9]+[.]/.test(expires)
    if (spec.kind === 'errors' || (isVersion && isReached(expires, library.version))) continue
    const uses = spec.kind === 'rollup' ? spec.by : spec.fields
    const own = Array.isArray(uses) ? (uses as readonly string[]).map(field) : renamed(uses)
    const { keep } = spec.sampling ?? {}
    const plain = {
      ...event,
      ...(isVersion || spec.expires === undefined ? {} : { expires }),
      context: (spec.context ?? library.context ?? []).map(field),
      owners: spec.owners ?? library.owners,
      ...(spec.kind === 'rollup' ? { by: own, measure: (spec.measure ?? []).map(field) } : { fields: own }),
      ...(spec.link === undefined ? {} : { link: `${prefix}.${spec.link}` }),
      ...(spec.retention === undefined && library.retention?.raw === undefined
        ? {}
        : { retention: spec.retention ?? library.retention?.raw }),
      ...(keep === undefined ? {} : { sampling: { ...spec.sampling, keep: keep.map(renamed) } }),
      ...(spec.alerts === undefined
        ? {}
        : { alerts: spec.alerts.map((alert) => ({ ...alert, metric: field(alert.metric) })) }),
    }
    events[`${prefix}.${name}`] = marked(plain, `${prefix}.${name}`)
  }
  return freezeSpec({
    kind: 'included',
    library: library.name,
    version: library.version,
    prefix,
    fields,
    events,
  }) as never
}

/**
 * What a library records through: the telemetry of its host, under the names that the host's contract gives the library. Where the host
 * includes nothing of the library, or has none, nothing is recorded.
 * @param host the host's telemetry, handed to the library by the host
 */
export function throughHost<const C extends Contract>(
  host: { record(name: never, values: never): void } | undefined,
  prefix: string,
): { record(name: keyof C['events'] & string, values?: { readonly [field in keyof C['fields']]?: unknown }): void } {
  return {
    record(name, values = {}) {
      const own = Object.fromEntries(Object.entries(values).map(([field, value]) => [prefixed(prefix, field), value]))
      host?.record(`${prefix}.${name}` as never, own as never)
    },
  }
}

function prefixed(prefix: string, name: string): string {
  return `${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}

function isReached(expires: string, version: string): boolean {
  const [end, now] = [expires, version].map((text) => text.split(/[.+-]/, 3).map(Number)) as [number[], number[]]
  for (let i = 0; i < 3; i++) if (now[i] !== end[i]) return (now[i] ?? 0) > (end[i] ?? 0)
  return true
}
