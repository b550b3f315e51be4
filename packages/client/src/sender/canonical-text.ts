import { stringify } from './parse-json.ts'

/**
 * Canonical JSON (RFC 8785) of data that came out of JSON: what `canonicalJson` of the contract gives, without its refusals, which
 * cannot happen here. Absent values are left out.
 */
export function canonicalJson(data: any): string {
  // Nothing absent is ever asked for but inside a list that is a key, where nothing will do.
  if (Object(data) !== data) return stringify(data)
  if (Array.isArray(data)) return `[${data.map(canonicalJson).join()}]`
  return `{${Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .sort()
    .map((key) => `${stringify(key)}:${canonicalJson(data[key])}`)
    .join()}}`
}
