/** An author's text as a whole sentence on one line. */
export function sentence(text: string): string {
  const trimmed = text.replaceAll(/\s+/g, ' ').trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
