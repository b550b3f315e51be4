import { isCoarse, reportUndeclared } from './check-context.ts'
import { checkFenced } from './check-fenced.ts'
import { checkMasking } from './check-masking.ts'
import type { EventSpec, RollupSpec, Use } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { FieldSpec, FieldType, Note } from './field-spec.ts'
import type { IdSpec } from './fields/id.ts'
import { wireRange, type NumberSpec } from './fields/number-field.ts'
import type { Path, Report } from './issue.ts'
import { LIMITS } from './limits.ts'
import { nearestWord } from './nearest-word.ts'
import { heldField } from './normal-event.ts'
import { NUMBER_KINDS } from './number-kinds.ts'
import { quoteList } from './quote-list.ts'

/** Values that a dimension without a closed list keeps where the contract does not say. */
const DEFAULT_CAP = 20

/** Combinations that the dimensions of one counter may have. */
const MAX_COMBINATIONS = 10_000

/** Values that are named in a mend: a published list is too long. */
const MOST_NAMED = 40

/** Ids that name someone: they need a reason whatever the scope. */
const PEOPLE: ReadonlySet<string> = new Set(['user', 'org'])

/** Holds every use of a field in one event to what the field is, and the dimensions of a counter to a number that can be kept. */
export function checkUses(
  name: string,
  event: EventSpec,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const part = event.kind === 'rollup' ? 'by' : 'fields'
  let combinations = 1
  for (const [key, field, use] of usesOf(event)) {
    const path = ['events', name, part, key]
    const known = declared.get(field)
    if (known === undefined) {
      reportUndeclared(field, path, declared, report)
      continue
    }
    if (known.type !== undefined) {
      checkFollows(event, known.field, field, path, report)
      checkFenced(event, known.field, field, path, report)
    }
    if (event.kind === 'rollup' && !isCoarse(known.field.kind)) {
      report(
        'by-kind',
        path,
        `\`${field}\` is of the type ${known.field.kind}, which has too many values to count by.`,
        NUMBER_KINDS.has(known.field.kind)
          ? 'Sort it into a bucket, or name it under `measure`.'
          : 'Leave it out, or make this an event.',
      )
      continue
    }
    if (known.type === undefined) continue
    checkUse(known.field, known.type, field, use, path, report)
    checkVendor(event, known.field, field, declared, path, report)
    if (event.kind === 'rollup') combinations *= dimensionSize(known.field, known.type, field, use, path, report)
  }
  checkMasking(event, declared, ['events', name], report)
  if (combinations > MAX_COMBINATIONS)
    report(
      'by-combinations',
      ['events', name, 'by'],
      `The dimensions have ${combinations.toLocaleString('en')} combinations; ${MAX_COMBINATIONS.toLocaleString('en')} are allowed.`,
      'Leave a dimension out, narrow one with `only`, give a smaller `cap`, or make two counters.',
    )
}

/** Holds the measures of a counter to be numbers whose sums and histograms can be kept exactly. */
export function checkMeasures(
  name: string,
  event: RollupSpec,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const measures = event.measure ?? []
  measures.forEach((field, i) => {
    const path = ['events', name, 'measure', i]
    const known = declared.get(field)
    if (known === undefined) return reportUndeclared(field, path, declared, report)
    if (measures.indexOf(field) !== i) return report('measure', path, `\`${field}\` stands twice.`, 'Leave one out.')
    if (!NUMBER_KINDS.has(known.field.kind))
      return report(
        'measure',
        path,
        `\`${field}\` is of the type ${known.field.kind}, which cannot be summed.`,
        'Take a number: a count, a duration, a measure, money, bytes or a score.',
      )
    if (known.type === undefined) return
    const { low, high } = wireRange(known.field as NumberSpec<string>)
    if (low < 0)
      report(
        'measure',
        path,
        `\`${field}\` may be below 0, where a histogram has no buckets.`,
        'Give it a `min` of 0 or more.',
      )
    if (high * LIMITS.rowCount >= 2 ** 53)
      report(
        'measure',
        path,
        `\`${field}\` may be so large that ${LIMITS.rowCount} of them cannot be summed exactly.`,
        'Give it a smaller `max` or fewer `decimals`: max times 10^decimals has to stay below 9 × 10^11.',
      )
  })
}

function usesOf(event: EventSpec): readonly (readonly [key: string | number, field: string, use: Use])[] {
  const uses = event.kind === 'rollup' ? event.by : event.fields
  if (Array.isArray(uses)) return (uses as readonly string[]).map((field, i) => [i, field, {}] as const)
  return Object.entries(uses as { readonly [field: string]: string | Use }).map(
    ([field, use]) => [field, field, typeof use === 'string' ? {} : use] as const,
  )
}

function checkFollows(event: EventSpec, spec: FieldSpec, name: string, path: Path, report: Report): void {
  if (spec.kind !== 'id' && spec.kind !== 'hash') return
  // What is masked before it is sent follows nobody.
  if (heldField(spec, event.privacy).kind === 'masked') return
  const { identity = 'none', identityReason } = event
  if (identity === 'none')
    report(
      'identity-none',
      path,
      `\`${name}\` is ${spec.kind === 'id' ? 'an id' : 'a hash'}, and the event has no identity.`,
      'Give the event the smallest `identity` that its charts need, such as `run`, or leave the field out.',
    )
  if (spec.kind !== 'id') return
  const { of, form, opaqueBecause } = spec as IdSpec
  if (PEOPLE.has(of) && !identityReason?.trim())
    report(
      'identity-reason',
      path,
      `\`${name}\` names ${of === 'user' ? 'a user' : 'an organisation'}, and nothing says why.`,
      'Say why in the event’s `identityReason`, which is printed on the user page.',
    )
  if (form !== 'hex' && event.acceptFrom !== 'service' && !opaqueBecause?.trim())
    report(
      'id-form',
      path,
      `\`${name}\` is a ${form}, which may say something about whom it names.`,
      'Say in the field’s `opaqueBecause` why it does not, take the form hex, or take the event from services only.',
    )
}

function checkUse(spec: FieldSpec, type: FieldType, name: string, use: Use, path: Path, report: Report): void {
  const { only, is, cap } = use
  if (only !== undefined) {
    const values: readonly unknown[] = type.narrow === undefined ? [] : (type.words?.(spec) ?? type.values(spec) ?? [])
    const strange = only.filter((value) => !values.includes(value))
    if (type.narrow === undefined)
      report('use', [...path, 'only'], `A ${spec.kind} cannot be narrowed.`, 'Leave `only` out.')
    else if (only.length === 0)
      report('use', [...path, 'only'], `\`only\` leaves \`${name}\` no value.`, 'Name the values to keep.')
    else if (strange.length > 0)
      report(
        'use',
        [...path, 'only'],
        `\`${name}\` has no value ${strange.map((value) => JSON.stringify(value)).join(', ')}.`,
        `Take some of ${quoteList(values.slice(0, MOST_NAMED).map(String))}${values.length > MOST_NAMED ? ' …' : ''}.`,
      )
  }
  if (is !== undefined) {
    const note: Note = { reason: undefined }
    const constant = type.admit(spec, {}, '')(is, note)
    if (constant === undefined || note.reason !== undefined || (only !== undefined && !only.includes(is as string)))
      report(
        'use',
        [...path, 'is'],
        `\`${name}\` does not take the constant ${JSON.stringify(is)}.`,
        'Give a value of the field.',
      )
  }
  if (cap !== undefined && (!Number.isInteger(cap) || cap < 1 || cap > 1_000))
    report('use', [...path, 'cap'], `A cap of ${cap} is no whole number from 1 to 1 000.`, 'Give one.')
}

// A vendor that stands in no record of the event is never read: everything unknown would be `other`.
function checkVendor(
  event: EventSpec,
  spec: FieldSpec,
  name: string,
  declared: ReadonlyMap<string, DeclaredField>,
  path: Path,
  report: Report,
): void {
  const { vendorFrom } = spec as { readonly vendorFrom?: unknown }
  if (typeof vendorFrom !== 'string') return
  if (!declared.has(vendorFrom)) {
    const near = nearestWord(vendorFrom, [...declared.keys()])
    report(
      'vendor-from',
      ['fields', name, 'vendorFrom'],
      `\`${name}\` takes its vendor from \`${vendorFrom.slice(0, 60)}\`, which nothing declares.`,
      near === undefined ? 'Name a field of the same event.' : `Write \`${near}\`.`,
    )
  } else if (!usesOf(event).some(([, field]) => field === vendorFrom))
    report(
      'vendor-from',
      path,
      `\`${name}\` takes its vendor from \`${vendorFrom}\`, which is no field of this event.`,
      `Add \`${vendorFrom}\` to the event, or take \`${name}\` out of it.`,
    )
}

// How many values a dimension can have in one process, the overflow's `other` among them.
function dimensionSize(spec: FieldSpec, type: FieldType, name: string, use: Use, path: Path, report: Report): number {
  if (use.is !== undefined) return 1
  const values = type.values(use.only === undefined ? spec : (type.narrow?.(spec, use.only) ?? spec))
  if (values !== undefined) return values.length
  if (use.cap === undefined)
    report(
      'by-cap',
      path,
      `\`${name}\` has no closed list; a process keeps its first ${DEFAULT_CAP} values and counts the rest as other.`,
      `Write by: { ${name}: { cap: ${DEFAULT_CAP} } }, or another number.`,
    )
  return (use.cap ?? DEFAULT_CAP) + 1
}
