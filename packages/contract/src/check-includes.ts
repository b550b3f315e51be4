import { canonicalJson } from './canonical-json.ts'
import type { Contract } from './contract-spec.ts'
import type { Report } from './issue.ts'

const PREFIX = /^[a-z][a-z0-9]{0,15}$/

/** Holds included contracts of libraries to names that nothing else has. */
export function checkIncludes(contract: Contract, report: Report): void {
  const prefixes = new Map<string, string>()
  contract.includes?.forEach((included, i) => {
    const path = ['includes', i]
    const { library, prefix } = included
    if (prefix === undefined || library === undefined) return
    if (!PREFIX.test(prefix))
      report(
        'include',
        [...path, 'prefix'],
        `${JSON.stringify(prefix.slice(0, 60))} cannot be a prefix: prefixes look like [a-z][a-z0-9]{0,15}.`,
        'Take a short word in small letters.',
      )
    const other = prefixes.get(prefix)
    if (other !== undefined)
      report(
        'include',
        [...path, 'prefix'],
        `${library} has the prefix ${prefix}, which ${other} has already.`,
        'Give each library a prefix of its own.',
      )
    prefixes.set(prefix, library)
    for (const part of ['fields', 'events'] as const)
      for (const [name, spec] of Object.entries(included[part] ?? {})) {
        const own = Object.hasOwn(contract[part], name) ? contract[part][name] : undefined
        if (own === undefined)
          report(
            'include',
            [...path, part, name],
            `\`${name}\` of ${library} is not among the contract's ${part}.`,
            'Write the contract with `defineContract({…})`, which puts it there.',
          )
        else if (other === undefined && canonicalJson(own) !== canonicalJson(spec))
          report(
            'include',
            [part, name],
            `\`${name}\` is declared here and comes with ${library} too, and the two are not alike.`,
            'Give the own one another name, or the library another prefix.',
          )
      }
  })
}
