/** Characters of a shown value before it is cut. */
const LONGEST = 80

/**
 * A value as one can look at it on a terminal: JSON, with everything escaped that would move the cursor or turn the line around,
 * and cut after 80 characters. What arrives at a port may have been written by anybody.
 */
export function visibleValue(value: unknown): string {
  let text: string
  try {
    // What JSON has no word for it would write as null.
    const isOdd = typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    text = isOdd ? (Object.is(value, -0) ? '-0' : String(value)) : (JSON.stringify(value) ?? String(value))
  } catch {
    text = `[${typeof value}]`
  }
  const safe = text.replace(/[^\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\uf900-\ufefe]/g, escaped)
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST - 1)}…` : safe
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
