/**
 * Canonical JSON (RFC 8785) of data that came out of JSON: what `canonicalJson` of the contract gives, without its refusals, which
 * cannot happen here. Absent values are left out.
 */
export function canonicalJson(data: unknown): string {
  // Nothing absent is ever asked for but inside a list that is a key, where nothing will do.
  if (typeof data !== 'object' || data === null) return JSON.stringify(data)
  if (Array.isArray(data)) return `[${data.map(canonicalJson).join()}]`
  const values = data as { [key: string]: unknown }
  const keys = Object.keys(values).filter((key) => values[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(values[key])}`)
    .join()}}`
}
