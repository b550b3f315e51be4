import { errorWords } from '@plainsight/contract/errors'
import { fieldOf, fieldType, heldField, isExternalId, REDACTED, type NormalContract } from '@plainsight/contract/judge'
import type { AskedEvent } from './asked-event.ts'
import { printable } from './asked-event.ts'
import { refuse, type Refusal } from './question.ts'
import { ERROR_SPLITS, sqlName, type TableLayout } from './table-layout.ts'

/** Something that rows can be split by. */
export interface Dimension {
  readonly kind: 'dimension'
  readonly name: string
  /** SQL of its value as text; an absent value is the empty text, which no declared value is. */
  readonly sql: string
  /** Whether one machine may have several of its values on one day. */
  readonly overlapping: boolean
  /** Whether a text is one of its values. */
  accepts(value: string): boolean
}

/** Field types whose values are few words; the others are measured, or would list people. */
const SPLITTABLE = ['choice', 'bucket', 'flag', 'version', 'known', 'slug', 'route', 'domain', 'campaign', 'errorClass']

/**
 * Probes that stay what they are for as long as a day: a machine's rows of one day all have the same. Everything else may change with
 * the next command (an upgrade, another runtime, an agent).
 */
const STEADY = ['os', 'osVersion', 'arch', 'cloud']

/** Finds what an event can be split by: a dimension or field of its own, a field of its context, or `source`. */
export function dimension(
  contract: NormalContract,
  asked: AskedEvent,
  layout: TableLayout,
  name: string,
): Dimension | Refusal {
  const { event } = asked
  const part = event.kind === 'errors' ? errorPart(asked, layout, name) : undefined
  if (part !== undefined) return part
  const own = Object.hasOwn(event.uses, name)
  if (!own && !event.context.includes(name)) {
    if (name === 'source')
      return {
        kind: 'dimension',
        name,
        sql: 'toString(source)',
        overlapping: true,
        accepts: (value) => contract.sources.includes(value),
      }
    const known = splittableNames(contract, asked)
    return refuse(
      'undeclared-field',
      `${asked.name} cannot be split by "${printable(name)}"; it can be by ${known.join(', ')}.`,
    )
  }
  const place = (own ? layout.fields : layout.context).get(name)
  const field = fieldOf(contract, name)
  if (field === undefined || place === undefined || !SPLITTABLE.includes(field.kind))
    return refuse(
      'not-answerable',
      field?.kind === 'id' || field?.kind === 'hash'
        ? `"${name}" is an id: a split by it would list machines or people.`
        : `"${name}" is a number: ask \`durations\` about it, or declare a bucket.`,
    )
  if (heldField(field, own ? event.privacy : undefined).kind === 'masked')
    return refuse('not-answerable', `"${name}" is masked before it is sent: there is nothing to split by.`)
  const judge = fieldType(field).judge(field)
  return {
    kind: 'dimension',
    name,
    // Of a version that masked the field rows hold the reserved word: it is no value, so they are as if they had none.
    sql: `replaceOne(ifNull(toString(${sqlName(place.column)}), ''), '${REDACTED}', '')`,
    overlapping: own || !STEADY.includes(name),
    accepts: (value) =>
      value === '' ||
      judge(field.kind === 'flag' && /^(?:true|false)$/.test(value) ? value === 'true' : value) === undefined,
  }
}

// A machine tells each group once a week, and may tell several on a day.
function errorPart({ event }: AskedEvent, layout: TableLayout, name: string): Dimension | undefined {
  const place = ERROR_SPLITS.includes(name) ? layout.errors.get(name) : undefined
  if (place === undefined) return undefined
  const words = errorWords(event)
  const accepts = (value: string): boolean => {
    switch (name) {
      case 'class':
        return words.classes.has(value)
      case 'code':
        return value === '' || words.codes.has(value)
      case 'group':
        return /^[0-9a-f]{16}$/.test(value)
      default:
        return value === 'true' || value === 'false'
    }
  }
  return {
    kind: 'dimension',
    name,
    sql: `ifNull(toString(${sqlName(place.column)}), '')`,
    overlapping: true,
    accepts,
  }
}

/** Everything that an event can be split by, its own fields first. */
export function splittableNames(contract: NormalContract, { event }: AskedEvent): readonly string[] {
  const declared = [...Object.keys(event.uses), ...event.context].filter((name) => {
    const field = fieldOf(contract, name)
    if (field === undefined || isExternalId(field) || !SPLITTABLE.includes(field.kind)) return false
    return heldField(field, Object.hasOwn(event.uses, name) ? event.privacy : undefined).kind !== 'masked'
  })
  return [...new Set([...(event.kind === 'errors' ? ERROR_SPLITS : []), ...declared, 'source'])]
}

/**
 * Columns that together with the day make a counter's full key: one machine has at most one row of each on a day, so the number of its
 * rows is a number of machines. Probes that no machine changes within a day stay out: with them every key would look smaller than it is.
 */
export function keyColumns(contract: NormalContract, asked: AskedEvent, layout: TableLayout): readonly string[] {
  const own = splittableNames(contract, asked).flatMap((name) => {
    if (STEADY.includes(name)) return []
    const part = asked.event.kind === 'errors' ? layout.errors.get(name) : undefined
    if (part !== undefined) return [sqlName(part.column)]
    const place = Object.hasOwn(asked.event.uses, name) ? layout.fields.get(name) : layout.context.get(name)
    return place === undefined ? [] : [sqlName(place.column)]
  })
  return [...own, 'source', 'version']
}
