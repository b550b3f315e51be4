import type { DeclaredField } from './declared-fields.ts'
import type { Path, Report } from './issue.ts'
import { nearestWord } from './nearest-word.ts'
import { heldField } from './normal-event.ts'
import { EVENT_PROBES } from './probes.ts'
import { NUMBER_KINDS } from './number-kinds.ts'

/** Types that are no context and no dimension: almost every machine or use has a value of its own. */
const TOO_FINE: ReadonlySet<string> = new Set([...NUMBER_KINDS, 'id', 'hash', 'choices', 'tally', 'text'])

/** Whether values of a type are few enough to be counted by. */
export function isCoarse(kind: string): boolean {
  return !TOO_FINE.has(kind)
}

/** Holds a list of context names to be declared, of a coarse type, and each there once. */
export function checkContext(
  names: readonly string[],
  path: Path,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  names.forEach((name, i) => {
    const place = typeof path.at(-1) === 'string' && path.at(-1) === 'by' ? path : [...path, i]
    const known = declared.get(name)
    if (known === undefined) reportUndeclared(name, place, declared, report)
    else if ((EVENT_PROBES as readonly string[]).includes(name))
      report(
        'context-kind',
        place,
        `\`${name}\` says how old a machine is: beside every report it would tie those of one machine together.`,
        'Make it a field of the one event that asks for it.',
      )
    else if (!isCoarse(known.field.kind))
      report(
        'context-kind',
        place,
        `\`${name}\` is of the type ${known.field.kind}, which almost every machine has a value of its own for.`,
        'Take a choice, a flag, a bucket or a version.',
      )
    else if (known.field.kind === 'slug')
      report(
        'slug-public',
        place,
        `\`${name}\` names an item of a public catalogue, and would go with events of every class.`,
        'Make it a field of the public events that it belongs to.',
      )
    else if (heldField(known.field).kind === 'masked')
      report(
        'masking',
        place,
        `\`${name}\` is masked before it is sent, and tells nothing beside every row.`,
        'Leave it out.',
      )
    else if (names.indexOf(name) !== i)
      report('context-kind', place, `\`${name}\` stands twice in the list.`, 'Leave one out.')
  })
}

/** Reports a name that nothing declares, with the one that was most likely meant. */
export function reportUndeclared(
  name: string,
  path: Path,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const near = nearestWord(name, [...declared.keys()])
  report(
    'field-undeclared',
    path,
    `\`${name.slice(0, 60)}\` is neither a declared field nor a probe.`,
    near === undefined ? 'Declare it under `fields`.' : `Write \`${near}\`, or declare it under \`fields\`.`,
  )
}
