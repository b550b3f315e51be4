import type { Contract } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { IdSpec } from './fields/id.ts'
import type { Path, Report } from './issue.ts'

/** Ids that the preset excludes: they name someone or something lasting. */
const EXCLUDED: ReadonlySet<string> = new Set(['user', 'org', 'project', 'tenant', 'anonymous'])

/** Holds a contract with the preset `audience-fr` to the conditions of that preset (privacy.md, 9). Its limit of 760 days is wider than the 400 of any contract. */
export function checkAudience(contract: Contract, declared: ReadonlyMap<string, DeclaredField>, report: Report): void {
  if (contract.consent?.preset !== 'audience-fr') return
  const refuse = (path: Path, what: string, mend: string): void =>
    report('audience-fr', path, `The preset audience-fr excludes ${what}.`, mend)
  contract.destinations?.forEach((destination, i) => {
    if (destination.kind !== undefined && destination.kind !== 'plainsight')
      refuse(
        ['destinations', i],
        'every destination but a collector of your own',
        'Take another preset, or leave it out.',
      )
  })
  for (const [name, event] of Object.entries(contract.events)) {
    const path = ['events', name]
    if (event.identity === 'install')
      refuse([...path, 'identity'], 'ids that live longer than a month', 'Take month or a smaller scope.')
    if (event.privacy === 'diagnostic') refuse([...path, 'privacy'], 'diagnostic events', 'Leave the event out.')
    const uses = event.kind === 'rollup' ? event.by : event.fields
    for (const field of Array.isArray(uses) ? (uses as readonly string[]) : Object.keys(uses)) {
      const spec = declared.get(field)?.field
      if (spec?.kind === 'id' && EXCLUDED.has((spec as IdSpec).of))
        refuse([...path, 'fields', field], 'ids of users, organisations and projects', 'Leave the field out.')
    }
  }
}
