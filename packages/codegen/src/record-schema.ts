import {
  BACKS,
  ENVIRONMENT,
  fieldType,
  GAPS,
  INDEXES,
  LIMITS,
  PRESENCE,
  wireRange,
  type CompiledEvent,
  type NormalContract,
  type NumberSpec,
  type Slot,
} from '@plainsight/contract/judge'
import { bucketIndex } from '@plainsight/contract/histogram'
import { errorSchemas } from './error-schema.ts'
import { numberPattern } from './number-pattern.ts'
import { closedObject, fieldSchema, slotSchema, type Schema, type SchemaParts } from './value-schema.ts'

/** A day that exists, as a schema can say it. */
export const DAY_PATTERN: string = dayPattern()

const TIMES = {
  hour: 'T(?:[01][0-9]|2[0-3])$',
  minute: 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]$',
  second: 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$',
} as const

/** What a station keeps whole of a record of one event. */
export function recordSchema(contract: NormalContract, compiled: CompiledEvent, schemas: SchemaParts): Schema {
  const { name, event } = compiled
  const description = event.acceptFrom === 'service' ? `${event.what} (from verified services only)` : event.what
  const head = { name: { const: name } }
  const stamp = stampSchema(compiled)
  const values = (slots: readonly Slot[], says: string): Schema =>
    closedObject(
      Object.fromEntries(slots.map((slot) => [slot.name, slotSchema(contract, slot, schemas)])),
      slots.filter((slot) => slot.required).map((slot) => slot.name),
      says,
    )
  if (event.kind === 'rollup') {
    const by = values(compiled.body, 'What is counted apart')
    const count = { type: 'integer', minimum: 1, maximum: LIMITS.rowCount, description: 'How often it happened' }
    const measure = closedObject(
      Object.fromEntries(compiled.measures.map((slot) => [slot.name, measureSchema(slot)])),
      [],
      'Sums, and how the values were spread',
    )
    return closedObject({ ...head, by, count, measure, ...stamp }, ['name', 'by', 'count'], description)
  }
  const at = {
    type: 'string',
    pattern: DAY_PATTERN.replace(/\$$/, TIMES[event.precision]),
    description: `When it happened (UTC), cut to the ${event.precision}`,
  }
  if (event.kind === 'errors') {
    const { rate } = stamp
    const fields = values(compiled.body, 'What is said of it')
    const report = { ...head, at, ...(rate === undefined ? {} : { rate }), ...errorSchemas(event), fields }
    return closedObject(report, ['name', 'error', 'fields'], description)
  }
  const ids = values(compiled.externals, 'Ids that the product sets itself')
  const needed = compiled.externals.some((slot) => slot.required) ? ['name', 'fields', 'ids'] : ['name', 'fields']
  const fields = values(compiled.body, 'What is said of it')
  return closedObject({ ...head, at, fields, ids, ...stamp }, needed, description)
}

/** The three shapes of a presence row. */
export function presenceSchema(): Schema {
  const row = (properties: { readonly [name: string]: Schema }): Schema =>
    closedObject(properties, Object.keys(properties))
  const fields = {
    oneOf: [
      row({ grain: { const: 'day' }, gap: { enum: GAPS } }),
      row({ grain: { const: 'week' }, back: { enum: BACKS }, index: { enum: INDEXES } }),
      row({ grain: { const: 'month' } }),
    ],
  }
  const description = 'The product was used: a row a day, a week and a month, without an id'
  return closedObject({ name: { const: PRESENCE }, fields }, ['name', 'fields'], description)
}

/** A context value alone: one of the fields that the contract names for it, with what it is on the wire. */
export function environmentSchema(contract: NormalContract, schemas: SchemaParts): Schema {
  const rows = (contract.environment ?? []).map((name) =>
    closedObject({ field: { const: name }, value: fieldSchema(contract, name, schemas) }, ['field', 'value']),
  )
  const description = 'One context value, alone, at most once a month'
  return closedObject({ name: { const: ENVIRONMENT }, fields: { oneOf: rows } }, ['name', 'fields'], description)
}

// The rate of a sample and the scoped id, where the event has them.
function stampSchema({ event }: CompiledEvent): { readonly [key: string]: Schema } {
  const { sampling, identity } = event
  return {
    ...(sampling === undefined
      ? {}
      : {
          rate: {
            type: 'number',
            minimum: sampling.minRate ?? sampling.rate,
            maximum: 1,
            description: 'The part that is recorded',
          },
        }),
    ...(identity === 'none'
      ? {}
      : { id: { type: 'string', pattern: '^[0-9a-f]{32}$', description: `The id of the ${identity}` } }),
  }
}

function measureSchema({ field }: Slot): Schema {
  const { low, high } = wireRange(field as NumberSpec<string>)
  const buckets = numberPattern(low === 0 ? -1 : bucketIndex(low), bucketIndex(high))
  const hist = {
    type: 'object',
    propertyNames: { pattern: low === 0 ? `^(?:z|${buckets})$` : `^(?:${buckets})$` },
    additionalProperties: { type: 'integer', minimum: 1, maximum: LIMITS.rowCount },
    minProperties: 1,
    description: 'Bucket → how many values lie in it',
  }
  const most = Math.min(Number.MAX_SAFE_INTEGER, high * LIMITS.rowCount)
  return closedObject({ sum: { type: 'integer', minimum: 0, maximum: most }, hist }, ['sum', 'hist'], field.doc)
}

function dayPattern(): string {
  const field = { kind: 'day', doc: '' }
  return String(fieldType(field).schema(field)['pattern'])
}
