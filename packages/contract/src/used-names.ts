import type { Contract } from './contract-spec.ts'

/** Every field name that an event, a context or the presence of a contract uses. */
export function usedNames(contract: Contract): ReadonlySet<string> {
  const used = new Set<string>([...(contract.context ?? []), ...(contract.environment ?? [])])
  if (contract.presence !== undefined && contract.presence !== false && contract.presence.by !== undefined)
    used.add(contract.presence.by)
  for (const event of Object.values(contract.events)) {
    for (const name of event.context ?? []) used.add(name)
    const uses = event.kind === 'rollup' ? event.by : event.fields
    for (const name of Array.isArray(uses) ? (uses as readonly string[]) : Object.keys(uses)) used.add(name)
    if (event.kind === 'rollup') for (const name of event.measure ?? []) used.add(name)
  }
  return used
}
