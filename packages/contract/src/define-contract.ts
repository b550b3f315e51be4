import type {
  ByShape,
  Contract,
  ErrorsSpec,
  EventAttributes,
  EventSpec,
  FieldsShape,
  OccurrenceSpec,
  RollupSpec,
} from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import { readerWords, type ReadBy } from './reader-words.ts'
import { freezeSpec } from './freeze-spec.ts'
import type { Included, IncludedEvents, IncludedFields } from './include.ts'
import type { ProbeName } from './probes.ts'

/**
 * A counter: folded on the user's machine to one row per UTC day and combination of `by`; only finished days leave.
 * @param spec what, why and who reads it; `by`: the dimensions; `measure`: numbers summed and histogrammed per counter
 */
export function rollup<const By extends ByShape, const Measures extends readonly string[] = readonly []>(
  spec: Omit<EventAttributes, 'readBy'> & ReadBy & { readonly by: By; readonly measure?: Measures },
): RollupSpec<string, By, Measures> {
  return freezeSpec({ kind: 'rollup', ...spec, readBy: readerWords(spec.readBy) }) as RollupSpec<string, By, Measures>
}

/**
 * An occurrence, its time cut to the hour. Dearer in privacy than a counter: choose it only where single uses matter.
 * @param spec what, why and who reads it; `fields`: needed, optional, or how they are used
 */
export function event<const Fields extends FieldsShape>(
  spec: Omit<EventAttributes, 'readBy'> &
    ReadBy & {
      readonly fields: Fields
      readonly precision?: 'hour' | 'minute' | 'second'
      readonly deliver?: 'day' | 'now'
    },
): OccurrenceSpec<string, Fields> {
  return freezeSpec({ kind: 'event', ...spec, readBy: readerWords(spec.readBy) }) as OccurrenceSpec<string, Fields>
}

/**
 * Error reports; at most one in a contract. They are of the class diagnostic and of the channel `errors`, carry no id, and live for 30
 * days where nothing else is said.
 * @param spec what, why and who reads it; `codes`, `classes`, `packages`: the product's own words; `fields`: values that go with them
 */
export function errors<const Fields extends FieldsShape = {}>(
  spec: Omit<ErrorsSpec, 'kind' | 'fields' | 'privacy' | 'channel' | 'readBy'> & ReadBy & { readonly fields?: Fields },
): ErrorsSpec<string, Fields> {
  return freezeSpec({
    kind: 'errors',
    privacy: 'diagnostic',
    channel: 'errors',
    retention: 30,
    fields: {},
    ...spec,
    readBy: readerWords(spec.readBy),
  }) as unknown as ErrorsSpec<string, Fields>
}

// An event may only name fields that the contract declares, and probes; the mapped type puts the mistake at the event that has it.
type OnlyDeclared<Events, Field extends string> = {
  readonly [N in keyof Events]: Events[N] extends { readonly by: infer By; readonly measure?: infer Measures }
    ? NamesIn<By> | NamesIn<Measures> extends Field
      ? Events[N]
      : { readonly 'is not a declared field': Exclude<NamesIn<By> | NamesIn<Measures>, Field> }
    : Events[N] extends { readonly fields: infer Fields }
      ? keyof Fields extends Field
        ? Events[N]
        : { readonly 'is not a declared field': Exclude<keyof Fields, Field> }
      : Events[N]
}
type NamesIn<Shape> = Shape extends readonly (infer Name)[] ? Name : Shape extends undefined ? never : keyof Shape

/**
 * Everything one product may report, in one file. Gives the same data back, frozen; types at every call site are inferred from it.
 * Nothing is checked at run time here: `plainsight check` does that, so that authoring costs the host nothing.
 */
export function defineContract<
  const Fields extends { readonly [name: string]: FieldSpec },
  const Events extends { readonly [name: string]: EventSpec },
  const Includes extends readonly Included[] = readonly [],
>(
  contract: Omit<Contract, 'fields' | 'events' | 'includes'> & {
    readonly includes?: Includes
    readonly fields: Fields
    readonly events: Events & OnlyDeclared<Events, (keyof (Fields & IncludedFields<Includes>) & string) | ProbeName>
  },
): Contract<Fields & IncludedFields<Includes>, Events & IncludedEvents<Includes>> {
  const { includes = [], fields, events } = contract
  const whole =
    includes.length === 0
      ? {}
      : { fields: merged(includes, 'fields', fields), events: merged(includes, 'events', events) }
  return freezeSpec({ ...contract, ...whole }) as never
}

// A name that both have stays the application's; `check` tells it.
function merged(includes: readonly Included[], part: 'fields' | 'events', own: object): object {
  return Object.assign({}, ...includes.map((included) => included[part]), own) as object
}
