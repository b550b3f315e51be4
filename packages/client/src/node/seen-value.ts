/** Characters of a text, keys of an object and items of a list that the desk is told. */
const LONGEST = 400
const MOST_KEYS = 48
const DEEPEST = 3

/**
 * A value as the desk can be told it in JSON: what JSON has no word for is an object `{$desk: kind, text}`. Of what is long or deep
 * only the beginning; a getter that throws is told as one. Never throws.
 */
export function seenValue(value: unknown, depth = 0): unknown {
  try {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') return value.slice(0, LONGEST)
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : odd(value)
    if (typeof value !== 'object') return odd(value)
    if (depth === DEEPEST) return { $desk: 'object', text: '…' }
    if (Array.isArray(value)) return value.slice(0, MOST_KEYS).map((item) => seenValue(item, depth + 1))
    const seen: { [key: string]: unknown } = {}
    for (const key of Object.keys(value).slice(0, MOST_KEYS)) {
      const item = seenEntry(value, key, depth)
      Object.defineProperty(seen, key.slice(0, LONGEST), { value: item, enumerable: true, configurable: true })
    }
    return seen
  } catch {
    return { $desk: 'throws', text: '' }
  }
}

function seenEntry(value: object, key: string, depth: number): unknown {
  try {
    return seenValue((value as { [key: string]: unknown })[key], depth + 1)
  } catch {
    return { $desk: 'throws', text: '' }
  }
}

function odd(value: unknown): object {
  const text = Object.is(value, -0) ? '-0' : String(value).slice(0, 80)
  return { $desk: typeof value, text }
}
