import type { Contract, EventSpec } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { Path, Report } from './issue.ts'

/** Tells whoever uses a field that is on its way out. An event that is on its way out itself may go with its fields. */
export function checkDeprecated(
  contract: Contract,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const look = (name: string, path: Path): void => {
    const instead = declared.get(name)?.field.deprecated
    if (typeof instead !== 'string') return
    report(
      'deprecated-use',
      path,
      `\`${name}\` is on its way out, and is still used here: ${JSON.stringify(instead.slice(0, 200))}.`,
      'Use what it says instead, or leave the field out.',
    )
  }
  contract.context?.forEach((name, i) => look(name, ['context', i]))
  contract.environment?.forEach((name, i) => look(name, ['environment', i]))
  for (const [name, event] of Object.entries(contract.events)) {
    if (event.deprecated !== undefined || event.stability === 'deprecated') continue
    for (const [field, ...path] of usesOf(event)) look(field, ['events', name, ...path])
  }
}

function usesOf(event: EventSpec): readonly (readonly [field: string, part: string, key: string | number])[] {
  const part = event.kind === 'rollup' ? 'by' : 'fields'
  const uses: unknown = event.kind === 'rollup' ? event.by : event.fields
  const listed = (names: readonly string[] | undefined, where: string) =>
    (names ?? []).map((field, i) => [field, where, i] as const)
  return [
    ...(Array.isArray(uses)
      ? listed(uses as readonly string[], part)
      : Object.keys((uses ?? {}) as object).map((field) => [field, part, field] as const)),
    ...listed(event.kind === 'rollup' ? event.measure : undefined, 'measure'),
    ...listed(event.context, 'context'),
  ]
}
