/**
 * Looks for anything in a value that JSON would lose or change: a function, a symbol, a date, a class of one's own, a cycle, a
 * number that is not finite.
 * @returns a sentence that names the first such place, or undefined when the value is plain data
 */
export function findUnplain(value: unknown, path = '', above: readonly object[] = []): string | undefined {
  const at = path === '' ? 'The contract' : path
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : `${at} is ${value}; a contract holds finite numbers only.`
  if (typeof value !== 'object')
    return UNPLAIN.has(typeof value) ? `${at} is a ${typeof value}; a contract is plain data.` : undefined
  if (value === null) return undefined
  if (above.includes(value)) return `${at} contains itself; a contract is plain data.`
  if (above.length > MAX_DEPTH) return `${at} is nested more than ${MAX_DEPTH} levels deep.`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null)
    return `${at} is a ${(prototype as { constructor?: { name?: string } }).constructor?.name ?? 'class of its own'}; a contract is plain data.`
  for (const [key, child] of Object.entries(value)) {
    const found = findUnplain(child, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, [
      ...above,
      value,
    ])
    if (found !== undefined) return found
  }
  return undefined
}

const UNPLAIN: ReadonlySet<string> = new Set(['function', 'symbol', 'bigint'])

/** Deeper than any declaration goes. */
const MAX_DEPTH = 32
