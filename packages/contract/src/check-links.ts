import type { Contract } from './contract-spec.ts'
import type { Report } from './issue.ts'

/** Holds events that share a link to one scope: the ids of unlike scopes are never equal, so they could not be joined. */
export function checkLinks(contract: Contract, report: Report): void {
  const first = new Map<string, { readonly event: string; readonly scope: string }>()
  for (const [event, { link, identity = 'none' }] of Object.entries(contract.events)) {
    if (link === undefined) continue
    const path = ['events', event, 'link']
    if (identity === 'none') {
      report(
        'link-scope',
        path,
        `${event} has the link \`${link}\` and no identity: without an id there is nothing to share.`,
        'Give it the identity of the other events, or leave the link out.',
      )
      continue
    }
    const known = first.get(link)
    if (known === undefined) first.set(link, { event, scope: identity })
    else if (known.scope !== identity)
      report(
        'link-scope',
        path,
        `${event} and ${known.event} share the link \`${link}\` with unlike scopes, ${identity} and ${known.scope}: their ids are never equal.`,
        'Give both the same identity.',
      )
  }
}
