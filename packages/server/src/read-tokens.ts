import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { TokenGrant } from '@plainsight/collector'

/** How tokens are looked up, or one sentence about what is wrong with their file. */
export type TokensRead =
  | { readonly kind: 'tokens'; readonly grantOf: (token: string) => TokenGrant | undefined }
  | { readonly kind: 'refused'; readonly message: string }

/** The classes of actor that a token may give (a closed list, decided by whoever runs the server). */
const ACTORS: ReadonlySet<unknown> = new Set(['customer', 'internal', 'official-pipeline', 'service'])

const KEYS: ReadonlySet<string> = new Set(['sha256', 'actor', 'service', 'contracts', 'sources', 'expires'])

/**
 * Reads the tokens of services from a JSON file: `{"tokens": [{"sha256", "actor"?, "service"?, "contracts"?, "sources"?, "expires"?}]}`.
 * It holds digests, never a token, so a copy of it lets nobody in; and a token is found by its digest, so the time of a look-up
 * says nothing about how much of a guess was right.
 * @param clock milliseconds since 1970; a token that has expired is an unknown one
 */
export function readTokens(file: string, clock: () => number): TokensRead {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    return refused(`The tokens ${file} ${why}.`)
  }
  const list = isRecord(data) ? data.tokens : undefined
  if (!Array.isArray(list)) return refused(`The tokens ${file} have to be {"tokens": […]}.`)
  const grants = new Map<string, { readonly grant: TokenGrant; readonly until: number }>()
  for (const [index, entry] of list.entries()) {
    const flaw = flawOf(entry)
    if (flaw !== undefined) return refused(`Token ${index + 1} of ${file}: ${flaw}.`)
    const { sha256, actor, service, contracts, sources, expires } = entry as Entry
    const grant: TokenGrant = {
      actor: actor ?? 'service',
      service: service ?? true,
      ...(contracts === undefined ? {} : { contracts }),
      ...(sources === undefined ? {} : { sources }),
    }
    // The day that is named is the last on which it counts.
    const until = expires === undefined ? Infinity : Date.parse(`${expires}T00:00:00Z`) + 86_400_000
    grants.set(sha256, { grant, until })
  }
  return {
    kind: 'tokens',
    grantOf(token) {
      const found = grants.get(createHash('sha256').update(token).digest('hex'))
      return found !== undefined && clock() < found.until ? found.grant : undefined
    },
  }
}

interface Entry {
  readonly sha256: string
  readonly actor?: string
  readonly service?: boolean
  readonly contracts?: readonly string[]
  readonly sources?: readonly string[]
  readonly expires?: string
}

function flawOf(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'it is not an object'
  const stray = Object.keys(entry).find((key) => !KEYS.has(key))
  if (stray !== undefined) return `there is nothing called ${JSON.stringify(stray)}; there are ${[...KEYS].join(', ')}`
  const { sha256, actor, service, contracts, sources, expires } = entry
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return '`sha256` has to be the SHA-256 of the token, 64 lower-case hex digits (`printf %s TOKEN | sha256sum`)'
  if (actor !== undefined && !ACTORS.has(actor)) return `\`actor\` has to be one of ${[...ACTORS].join(', ')}`
  if (service !== undefined && typeof service !== 'boolean') return '`service` has to be true or false'
  if (contracts !== undefined && !isNames(contracts)) return '`contracts` has to be a list of names'
  if (sources !== undefined && !isNames(sources)) return '`sources` has to be a list of names'
  if (expires !== undefined && !isDay(expires)) return '`expires` has to be a day such as 2027-01-31'
  return undefined
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value)
}

function refused(message: string): TokensRead {
  return { kind: 'refused', message }
}
