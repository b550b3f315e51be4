import type { EventSpec, Sampling } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { FieldSpec, FieldType } from './field-spec.ts'
import type { Path, Report } from './issue.ts'

/** Holds the sampling of an event to what can be evened out again: a rate in (0, 1] and conditions on the event's own fields. */
export function checkSampling(
  name: string,
  event: EventSpec,
  sampling: Sampling,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const path = ['events', name, 'sampling']
  const { rate, minRate, unit } = sampling
  if (rate !== undefined && !(rate > 0 && rate <= 1))
    report(
      'sampling',
      [...path, 'rate'],
      `A rate of ${rate} is not above 0 and at most 1.`,
      'Write 1 for all, 0.25 for a quarter.',
    )
  if (minRate !== undefined && rate !== undefined && !(minRate > 0 && minRate <= rate))
    report(
      'sampling',
      [...path, 'minRate'],
      `A smallest rate of ${minRate} is not above 0 and at most the rate ${rate}.`,
      'Give the smallest rate that the figures can bear.',
    )
  if (event.kind === 'rollup' && unit !== undefined && unit !== 'machine')
    report(
      'sampling',
      [...path, 'unit'],
      `A counter cannot be sampled by ${unit}: its rows are made of whole days of a machine.`,
      'Sample by machine, or not at all.',
    )
  sampling.keep?.forEach((condition, i) => {
    for (const [field, wanted] of Object.entries(condition)) {
      const place = [...path, 'keep', i, field]
      const known = usedBy(event, field) ? declared.get(field) : undefined
      if (known === undefined)
        report(
          'sampling',
          place,
          `\`${field.slice(0, 60)}\` is no field of this event.`,
          'Name a field that the event has.',
        )
      else if (known.type !== undefined) checkCondition(known.field, known.type, wanted, place, report)
    }
  })
}

function checkCondition(field: FieldSpec, type: FieldType, wanted: unknown, path: Path, report: Report): void {
  const values = type.values(field)
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    const { min, max } = wanted as { readonly min?: number; readonly max?: number }
    if (values !== undefined || type.kind === 'version')
      report('sampling', path, `A ${type.kind} has no smallest and no largest value.`, 'Name the values to keep.')
    else if ((min === undefined && max === undefined) || (min ?? -Infinity) > (max ?? Infinity))
      report(
        'sampling',
        path,
        'No number lies between this `min` and this `max`.',
        'Give one of them, or both in order.',
      )
    return
  }
  if (values === undefined) return
  for (const value of Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]) {
    if (!(values as readonly unknown[]).includes(value))
      report(
        'sampling',
        path,
        `${JSON.stringify(value)} is no value of this ${type.kind}.`,
        'Name values that the field has.',
      )
  }
}

function usedBy(event: EventSpec, field: string): boolean {
  if (event.kind !== 'rollup') return Object.hasOwn(event.fields, field)
  if ((event.measure ?? []).includes(field)) return true
  return Array.isArray(event.by) ? (event.by as readonly string[]).includes(field) : Object.hasOwn(event.by, field)
}
