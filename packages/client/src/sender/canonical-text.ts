import { stringify } from './json-words.ts'

type Values = { readonly [key: string]: unknown }

/**
 * Canonical JSON (RFC 8785) of data that came out of JSON: what `canonicalJson` of the contract gives, without its refusals, which
 * cannot happen here. Absent values are left out.
 */
export function canonicalJson(data: unknown): string {
  // Nothing absent is ever asked for but inside a list that is a key, where nothing will do.
  if (Object(data) !== data) return stringify(data)
  if (Array.isArray(data)) return `[${data.map(canonicalJson).join()}]`
  return `{${Object.keys(data as Values)
    .filter((key) => (data as Values)[key] !== undefined)
    .sort()
    .map((key) => `${stringify(key)}:${canonicalJson((data as Values)[key])}`)
    .join()}}`
}
