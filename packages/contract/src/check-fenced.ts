import type { EventSpec } from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import type { Path, Report } from './issue.ts'

/** Holds the two types that no list closes at the client to the events that may have them. */
export function checkFenced(event: EventSpec, field: FieldSpec, name: string, path: Path, report: Report): void {
  if (field.kind === 'slug' && event.privacy !== 'public')
    report(
      'slug-public',
      path,
      `\`${name}\` names an item of a public catalogue, and the event is of the class ${event.privacy ?? 'aggregate'}.`,
      'Say `privacy: public` if that is what the event is, or take a choice of words.',
    )
  if (field.kind !== 'text' || event.kind === 'errors') return
  if (event.privacy !== 'diagnostic')
    report(
      'text-fenced',
      path,
      `\`${name}\` is a text, and the event is of the class ${event.privacy ?? 'aggregate'}.`,
      'Say `privacy: diagnostic` if that is what the event is, or take a choice of words.',
    )
  else if (event.channel === undefined || event.channel === 'usage')
    report(
      'text-fenced',
      path,
      `\`${name}\` is a text, and a yes to usage figures is none to texts.`,
      'Give the event a `channel` of its own, which people are asked about by itself.',
    )
}
