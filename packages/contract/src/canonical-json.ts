/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them. Equal data
 * gives equal bytes in every language. Keys whose value is undefined are left out, as JSON does.
 * @returns undefined for what has no canonical form: NaN, infinities, functions, symbols, bigints, lone surrogates, nesting
 *   deeper than 64 (which a cycle always reaches)
 */
export function canonicalJson(value: unknown): string | undefined {
  return write(value, 0)
}

const MAX_DEPTH = 64

function write(value: unknown, depth: number): string | undefined {
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'string') return value.isWellFormed() ? JSON.stringify(value) : undefined
  // ECMAScript's own text for a number is what the standard asks for; −0 is written 0 by it.
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return undefined
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = write(item, depth + 1)
      if (text === undefined) return undefined
      parts.push(text)
    }
    return `[${parts.join(',')}]`
  }
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key]
    if (item === undefined) continue
    const text = write(item, depth + 1)
    if (text === undefined || !key.isWellFormed()) return undefined
    parts.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${parts.join(',')}}`
}
