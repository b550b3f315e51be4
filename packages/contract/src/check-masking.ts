import type { EventSpec } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { Path, Report } from './issue.ts'
import { heldField, isExternalId } from './normal-event.ts'

/**
 * Holds an event to ask nothing of what it masks: a split, a sum, a condition or an alert of a masked field would only ever see that it
 * is masked.
 */
export function checkMasking(
  event: EventSpec,
  declared: ReadonlyMap<string, DeclaredField>,
  path: Path,
  report: Report,
): void {
  const isMasked = (name: string): boolean => {
    const known = declared.get(name)
    return known !== undefined && heldField(known.field, event.privacy).kind === 'masked'
  }
  const refuse = (place: Path, name: string, what: string, mend: string): void =>
    report('masking', place, `\`${name}\` is masked before it is sent, and ${what}.`, mend)
  const part = event.kind === 'rollup' ? 'by' : 'fields'
  const uses: unknown = event.kind === 'rollup' ? event.by : event.fields
  const names: readonly (readonly [key: string | number, name: string])[] = Array.isArray(uses)
    ? (uses as readonly string[]).map((name, i) => [i, name] as const)
    : Object.keys((uses ?? {}) as object).map((name) => [name, name] as const)
  for (const [key, name] of names) {
    if (!isMasked(name)) continue
    const field = declared.get(name)?.field
    if (event.kind === 'rollup')
      refuse([...path, part, key], name, 'nothing can be counted by it', 'Leave it out of `by`, or make this an event.')
    else if (event.privacy === 'sensitive' && field !== undefined && isExternalId(field))
      refuse([...path, part, key], name, 'an id that everybody shares is none', 'Leave the id out of the event.')
  }
  if (event.kind === 'rollup')
    event.measure?.forEach((name, i) => {
      if (isMasked(name)) refuse([...path, 'measure', i], name, 'there is nothing to sum', 'Leave it out of `measure`.')
    })
  event.sampling?.keep?.forEach((condition, i) => {
    for (const name of Object.keys(condition))
      if (isMasked(name))
        refuse([...path, 'sampling', 'keep', i, name], name, 'no condition can look at it', 'Leave the condition out.')
  })
  event.alerts?.forEach((alert, i) => {
    if (alert.metric !== undefined && isMasked(alert.metric))
      refuse([...path, 'alerts', i, 'metric'], alert.metric, 'masked values count in no alert', 'Watch another number.')
  })
}
