import type { FieldSpec } from '@plainsight/contract'
import type { NormalUse, WireValue } from '@plainsight/contract/judge'
import { pythonText } from './python-names.ts'

type Listed = { readonly values?: readonly string[] }

/** What a call site may pass for each type of field, where it is no list of its own. */
const TYPES: { readonly [kind: string]: string } = {
  flag: 'bool',
  count: 'int',
  measure: 'float',
  duration: 'float',
  money: 'float',
  bytes: 'int',
  score: 'float',
  bucket: 'float',
  version: 'str',
  known: 'str',
  slug: 'str',
  route: 'str',
  domain: 'str',
  campaign: 'str',
  id: 'str',
  hash: 'str',
  errorClass: 'str',
  text: 'str',
  day: 'datetime | date | float | str',
  hour: 'datetime | float | str',
}

/** The Python type of what a call site may pass for a field; `object` for a type that is not known here. */
export function pythonType(field: FieldSpec): string {
  const { values = [] } = field as Listed
  switch (field.kind) {
    case 'choice':
      return literal(withOther(values))
    case 'choices':
      return `Sequence[${words(values)}]`
    case 'tally':
      return `Mapping[${words(values)}, int]`
    default:
      return Object.hasOwn(TYPES, field.kind) ? (TYPES[field.kind] as string) : 'object'
  }
}

/** The Python type where a use is narrower than its field; undefined where it is not. */
export function narrowedType({ is, only }: NormalUse): string | undefined {
  if (is !== undefined) return scalar(is)
  return only === undefined || only.length === 0 ? undefined : literal(only)
}

// A set of public names lists none of its own.
function words(values: readonly string[]): string {
  return values.length === 0 ? 'str' : literal(withOther(values))
}

function withOther(values: readonly string[]): readonly string[] {
  return values.includes('other') ? values : [...values, 'other']
}

function literal(values: readonly string[]): string {
  return `Literal[${values.map(pythonText).join(', ')}]`
}

function scalar(value: WireValue): string {
  if (typeof value === 'boolean') return `Literal[${value ? 'True' : 'False'}]`
  if (typeof value === 'string') return literal([value])
  // A float cannot stand in a literal, and a list neither.
  if (typeof value === 'number') return Number.isInteger(value) ? `Literal[${value}]` : 'float'
  return 'object'
}
