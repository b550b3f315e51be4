import { bucketKey } from '@plainsight/contract/histogram'
import {
  ENVIRONMENT,
  fieldOf,
  fieldType,
  PRESENCE,
  wireRange,
  type CompiledContract,
  type CompiledEvent,
  type NumberSpec,
  type Slot,
  type WireValue,
} from '@plainsight/contract/judge'

/** A record as it stands on the wire, with a sentence about it. */
export interface SampleRecord {
  readonly says: string
  readonly wire: { readonly [key: string]: unknown }
}

type Values = { readonly [field: string]: unknown }

/** One wire value for each shape that a type of field has; the first that its own judge accepts is taken. */
const CANDIDATES: readonly WireValue[] = [
  1,
  true,
  '1.2',
  '1',
  '2026-11-19',
  '2026-11-19T13',
  '0123456789abcdef0123456789abcdef',
  '01234567-89ab-4def-8123-456789abcdef',
  'a-word',
  'a word',
  [],
  {},
]

/** A value that no type of field has but a text. */
const STRANGE = 'what nobody declared'

/** A wire value that a slot accepts; undefined for one of which nothing is sent. */
function sampleOf(slot: Slot): WireValue | undefined {
  const listed = (
    slot.field.kind === 'masked' ? [] : (fieldType(slot.field).schema(slot.field)['enum'] ?? [])
  ) as WireValue[]
  const { low } = NUMBERS.has(slot.field.kind) ? wireRange(slot.field as NumberSpec<string>) : { low: 1 }
  return [...(slot.values ?? []).slice(0, 1), ...listed.slice(0, 1), ...CANDIDATES, low].find(
    (value) => slot.judge(value) === undefined,
  )
}

const NUMBERS: ReadonlySet<string> = new Set(['count', 'measure', 'duration', 'money', 'bytes', 'score'])

/** Records of every event of a contract: what is kept whole first, then what is not, each with what is wrong with it. */
export function sampleRecords(compiled: CompiledContract, day: string): readonly SampleRecord[] {
  const { contract } = compiled
  const of = (name: string): CompiledEvent => compiled.event(name) as CompiledEvent
  return [
    ...Object.keys(contract.events).flatMap((name) => eventSamples(of(name), day)),
    ...(contract.presence === false ? [] : presenceSamples()),
    ...(contract.environment ?? []).flatMap((name) => environmentSamples(compiled, name)),
    { says: 'an event that nobody declared', wire: { name: 'nobody.declared', fields: {} } },
    { says: 'a record without a name', wire: { fields: {} } },
  ]
}

function eventSamples(compiled: CompiledEvent, day: string): SampleRecord[] {
  const { name, body } = compiled
  const full = recordOf(compiled, day, () => true)
  const least = recordOf(compiled, day, (slot) => slot.required)
  const part = compiled.event.kind === 'rollup' ? 'by' : 'fields'
  const withValues = (values: Values): SampleRecord['wire'] => ({ ...least, [part]: values })
  const values = least[part] as Values
  return [
    { says: `\`${name}\` with everything that it may say`, wire: full },
    { says: `\`${name}\` with nothing but what it has to say`, wire: least },
    ...body
      .filter((slot) => Object.hasOwn(values, slot.name))
      .map((slot) => ({
        says: `\`${name}\` without \`${slot.name}\`, which has to be there`,
        wire: withValues(Object.fromEntries(Object.entries(values).filter(([field]) => field !== slot.name))),
      })),
    ...body
      .filter((slot) => slot.judge(STRANGE) !== undefined)
      .map((slot) => ({
        says: `\`${name}\` with a \`${slot.name}\` that it cannot have`,
        wire: withValues({ ...values, [slot.name]: STRANGE }),
      })),
    {
      says: `\`${name}\` with a value that nobody declared`,
      wire: withValues({ ...values, nobodyDeclaredIt: STRANGE }),
    },
    ...(compiled.event.kind === 'rollup'
      ? [
          { says: `\`${name}\` that did not happen`, wire: { ...least, count: 0 } },
          { says: `\`${name}\` more often than a row may count`, wire: { ...least, count: 10_001 } },
        ]
      : [{ says: `\`${name}\` at a time that is none`, wire: { ...least, at: `${day}T24` } }]),
  ]
}

const TIMES = { hour: 'T13', minute: 'T13:05', second: 'T13:05:09' } as const

function recordOf(compiled: CompiledEvent, day: string, takes: (slot: Slot) => boolean): SampleRecord['wire'] {
  const { name, event, body, externals, measures } = compiled
  const values = (slots: readonly Slot[]): Values =>
    Object.fromEntries(
      slots.filter(takes).flatMap((slot) => {
        const value = sampleOf(slot)
        return value === undefined ? [] : [[slot.name, value] as const]
      }),
    )
  const isFull = takes({ required: false } as Slot)
  const stamp = {
    ...(isFull && event.sampling !== undefined ? { rate: event.sampling.rate } : {}),
    ...(isFull && event.identity !== 'none' && event.kind !== 'errors'
      ? { id: '0123456789abcdef0123456789abcdef' }
      : {}),
  }
  if (event.kind === 'rollup') {
    const measured = Object.fromEntries(measures.filter(takes).map((slot) => [slot.name, measureOf(slot)]))
    return {
      name,
      by: values(body),
      count: 1,
      ...(Object.keys(measured).length === 0 ? {} : { measure: measured }),
      ...stamp,
    }
  }
  const at = isFull ? { at: `${day}${TIMES[event.precision]}` } : {}
  if (event.kind === 'errors')
    return { name, ...at, ...stamp, error: { class: 'Error', handled: true, fatal: false }, fields: values(body) }
  const ids = values(externals)
  return { name, ...at, ...stamp, ...(Object.keys(ids).length === 0 ? {} : { ids }), fields: values(body) }
}

function measureOf(slot: Slot): object {
  const value = wireRange(slot.field as NumberSpec<string>).low || 1
  return { sum: value, hist: { [bucketKey(value)]: 1 } }
}

function presenceSamples(): SampleRecord[] {
  const row = (says: string, fields: Values): SampleRecord => ({ says, wire: { name: PRESENCE, fields } })
  return [
    row('presence on a day, the first time', { grain: 'day', gap: 'first' }),
    row('presence in a week, after two without', { grain: 'week', back: '3', index: '5-8' }),
    row('presence in a month', { grain: 'month' }),
    row('presence in a year, which there is not', { grain: 'year' }),
  ]
}

function environmentSamples({ contract }: CompiledContract, name: string): SampleRecord[] {
  const field = fieldOf(contract, name)
  if (field === undefined) return []
  const type = fieldType(field)
  const judge = type.judge(field)
  const value = [...(type.values(field) ?? []), ...CANDIDATES].find((each) => judge(each) === undefined)
  const row = (says: string, held: unknown): SampleRecord => ({
    says,
    wire: { name: ENVIRONMENT, fields: { field: name, value: held } },
  })
  return [
    ...(value === undefined ? [] : [row(`\`${name}\` alone`, value)]),
    row(`\`${name}\` alone, with a value that it cannot have`, STRANGE),
  ]
}
