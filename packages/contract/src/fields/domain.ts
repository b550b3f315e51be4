import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'
import { referrerList, REFERRERS, type ReferrerList } from '../referrers.ts'
import { holdTo, narrowTo, onlyOf } from './narrowed.ts'

/** A site off a list, or a public one that people come from. */
export interface DomainSpec extends FieldSpec<'domain', string> {
  readonly sites: readonly string[]
  /** Edition of the published list of public referrers. */
  readonly edition: number
}

/** What a site of the list may look like: a host name in small letters. */
const SITE = /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/
const MOST_SITES = 200
/** Longest address that is looked at. */
const LONGEST_ADDRESS = 2_048
const LONGEST_HOST = 253

const OTHER_SITE = 'other-site'
const NONE: ReferrerList = { names: [], aliases: {} }

/**
 * Where somebody came from: one of the sites of the list, or a public site that Plainsight publishes (`spec/known/referrer.json`: search
 * engines, forums, code hosts), each as its registrable domain, whatever host of it. Every other host becomes `other-site`, so that no
 * private host name and nothing of an address but its host can pass. An empty text is left out: nobody sent them.
 * @param sites host names in small letters, such as `docs.acme.example`; a host below one of them counts as it
 * @param doc which site, for the user page
 * @param options `edition` of the published list, default 1
 */
export function domain(
  sites: readonly string[],
  doc: string,
  options: Modifiers & { readonly edition?: number } = {},
): DomainSpec {
  return freezeSpec({ kind: 'domain', doc, ...options, sites: [...sites], edition: options.edition ?? 1 })
}

function sitesOf(field: DomainSpec): readonly string[] {
  const { names } = referrerList(field.edition) ?? NONE
  return [...field.sites, ...names.filter((name) => !field.sites.includes(name)), OTHER_SITE]
}

function wordsOf(field: DomainSpec): readonly string[] {
  const only = onlyOf(field)
  return only === undefined ? sitesOf(field) : [...only, OTHER_SITE]
}

// The host of an address, or the text as a host: without scheme, user, port and path.
function hostOf(text: string): string {
  const rest = text
    .trim()
    .toLowerCase()
    .replace(/^(?:[a-z][a-z0-9+.-]{0,30}:)?\/\//, '')
    .replace(/[/?#\\].*$/s, '')
  return rest
    .slice(rest.lastIndexOf('@') + 1)
    .replace(/:[0-9]{0,5}$/, '')
    .replace(/\.$/, '')
}

/** How sites pass. */
export const domainGate: FieldGate<DomainSpec> = {
  kind: 'domain',
  admit(field) {
    const { names, aliases } = referrerList(field.edition) ?? NONE
    const known = new Map([...names.map((name) => [name, name] as const), ...Object.entries(aliases)])
    for (const site of field.sites) known.set(site, site)
    return holdTo(
      onlyOf(field),
      (raw, note) => {
        if (raw === OTHER_SITE) return raw
        if (raw === '') {
          note.reason = 'off-shape'
          return undefined
        }
        if (typeof raw === 'string' && raw.length <= LONGEST_ADDRESS) {
          // The longest listed end of the host: a site of one's own goes before the public site that it is part of.
          for (let host = hostOf(raw); host.length <= LONGEST_HOST;) {
            const site = known.get(host)
            if (site !== undefined) return site
            const dot = host.indexOf('.')
            if (dot < 0) break
            host = host.slice(dot + 1)
          }
        }
        note.reason = 'other'
        return OTHER_SITE
      },
      OTHER_SITE,
    )
  },
  judge(field) {
    const accepted = new Set<unknown>(wordsOf(field))
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: wordsOf,
  narrow: narrowTo,
}

/** How sites are declared, stored and explained. */
export const domainType: FieldType<DomainSpec> = {
  ...domainGate,
  attributes: ['sites', 'edition'],
  words: sitesOf,
  problems(field) {
    const { sites, edition } = field
    if (!Array.isArray(sites)) return ['it needs a list of sites, which may be empty']
    const found: string[] = []
    if (referrerList(edition) === undefined)
      found.push(
        `there is no list of public referrers of the edition ${JSON.stringify(edition)}; there are ${REFERRERS.length}`,
      )
    if (sites.length > MOST_SITES) found.push(`the list has ${sites.length} sites, and ${MOST_SITES} are allowed`)
    for (const site of sites) {
      if (typeof site !== 'string' || !SITE.test(site))
        found.push(`the site ${JSON.stringify(site)} has to be a host name in small letters, like docs.acme.example`)
    }
    if (new Set(sites).size !== sites.length) found.push('a site stands twice in the list')
    return found
  },
  cells: (field) => wordsOf(field).length,
  schema: (field) => ({ enum: wordsOf(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `the site somebody came from: ${field.sites.length === 0 ? '' : `${quoteList(field.sites)}, or `}one off the published list of public referrers (edition ${field.edition}), and nothing else of the address; any other is sent as the word other-site`,
}
