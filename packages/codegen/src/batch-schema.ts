import { compileContract, ENVIRONMENT, isAtLeast, PRESENCE, type NormalContract } from '@plainsight/contract/judge'
import type { Lock } from '@plainsight/contract/lock'
import { contextNames } from './context-names.ts'
import { driftSchema } from './drift-schema.ts'
import { DAY_PATTERN, environmentSchema, presenceSchema, recordSchema } from './record-schema.ts'
import { closedObject, fieldSchema, type Schema, type SchemaParts } from './value-schema.ts'

/** Records that a collector takes in one batch; a client sends 64. */
export const MOST_RECORDS = 100

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/** The rules of a station that no schema can say, by name, for whoever relies on one. */
export const UNSAID_RULES: { readonly [name: string]: string } = {
  'time-on-day': 'the time of an occurrence lies on the day of its batch',
  'day-in-window': 'the day lies at most 30 days back, and no time more than 10 minutes ahead',
  'not-expired': 'an event that ends on a day is refused from that day on',
  'service-only': 'an event of services is taken with the token of a verified service only',
  'sum-fits-histogram': 'a measure has no more values than the counter counts, and a sum that such values can have',
  'sorted-set': 'the words of a set stand in the order of their letters',
  'folded-frames': 'of two frames that follow one another and name no file of the build, no two are the same word',
  'masked-text': 'a text holds nothing that masking would take out',
  'no-negative-zero': 'a number is never −0',
  'one-presence-row': 'a batch has one presence row of each grain, and each context value that stands alone once',
  'size-and-form':
    'a body has at most 65 536 bytes, 262 144 unpacked, nests at most 6 deep, and holds no half of a character',
}

/**
 * What a station keeps whole, as a schema of a batch of this version and of everything in it. Invalid are both a record that is
 * dropped and one of which a value is left out.
 * @param refTo where a named part stands, such as `#/$defs/NAME`
 * @returns the batch, and the named parts in a fixed order
 */
export function batchSchema(
  { contract, digest }: Pick<Lock, 'contract' | 'digest'>,
  refTo: (name: string) => string,
): { readonly batch: Schema; readonly parts: { readonly [name: string]: Schema } } {
  const compiled = compileContract(contract)
  const schemas: SchemaParts = { refTo, parts: {} }
  const records: { [part: string]: Schema } = {}
  for (const [name, event] of Object.entries(contract.events)) {
    const ready = compiled.event(name)
    // At this version the judge drops every record of an event that has ended with it.
    if (ready === undefined || isOver(event.expires, contract.version)) continue
    records[`event.${name}`] = recordSchema(contract, ready, schemas)
  }
  if (contract.presence !== false) records[`event.${PRESENCE}`] = presenceSchema()
  if (contract.environment !== undefined) records[`event.${ENVIRONMENT}`] = environmentSchema(contract, schemas)
  const context = closedObject(
    Object.fromEntries(contextNames(contract).map((name) => [name, fieldSchema(contract, name, schemas)])),
    [],
    'What holds for everything in the batch; each row is stored with what its own event declares',
  )
  const names = Object.keys(records).map((part) => part.slice('event.'.length))
  const properties = {
    v: { const: 1, description: 'The version of the wire' },
    batch: {
      type: 'string',
      pattern: UUID,
      description: 'The id of the batch: the same bytes are sent again under it',
    },
    contract: { const: contract.name, description: 'The name of the contract' },
    version: { const: contract.version, description: 'The version that the person agreed to' },
    digest: { const: digest.slice(0, 16), description: 'The first 16 digits of the digest of that version' },
    source: { enum: contract.sources, description: 'Where it comes from' },
    day: { type: 'string', pattern: DAY_PATTERN, description: 'The UTC day on which everything in it happened' },
    context: { $ref: refTo('context') },
    events: {
      type: 'array',
      maxItems: MOST_RECORDS,
      ...(names.length === 0 ? {} : { items: { oneOf: Object.keys(records).map((part) => ({ $ref: refTo(part) })) } }),
    },
    drift: { $ref: refTo('drift') },
  }
  const required = ['v', 'batch', 'contract', 'version', 'digest', 'source', 'day']
  return {
    batch: {
      ...closedObject(
        properties,
        required,
        `A batch of ${contract.title}, version ${contract.version} of its contract`,
      ),
      // A batch says something.
      anyOf: ['events', 'drift'].map((key) => ({
        type: 'object',
        required: [key],
        properties: { [key]: { type: 'array', minItems: 1 } },
      })),
      ...sourceRules(contract, names),
    },
    parts: { ...schemas.parts, context, drift: driftSchema(compiled), ...records },
  }
}

function isOver(expires: string | undefined, version: string): boolean {
  return expires !== undefined && expires !== 'never' && !/^[0-9]{4}-/.test(expires) && isAtLeast(version, expires)
}

function isBuiltIn(name: string): boolean {
  return name === PRESENCE || name === ENVIRONMENT
}

// Which events each source has, where that is not all of them.
function sourceRules(contract: NormalContract, names: readonly string[]): { readonly allOf?: readonly Schema[] } {
  const rules = contract.sources.flatMap((source): Schema[] => {
    const allowed = names.filter((name) => isBuiltIn(name) || contract.events[name]?.sources.includes(source))
    if (allowed.length === names.length) return []
    const events =
      allowed.length === 0
        ? { type: 'array', maxItems: 0 }
        : { type: 'array', items: { type: 'object', properties: { name: { enum: allowed } } } }
    // Either it comes from elsewhere, or it has none but these.
    const elsewhere = { type: 'object', properties: { source: { not: { const: source } } } }
    return [{ anyOf: [elsewhere, { type: 'object', properties: { events } }] }]
  })
  return rules.length === 0 ? {} : { allOf: rules }
}
