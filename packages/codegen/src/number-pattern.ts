/**
 * A pattern of the whole numbers of a range as they are written without a zero in front, grouped by tens.
 * @param low from −1
 * @param high at least `low`
 */
export function numberPattern(low: number, high: number): string {
  const parts = low < 0 ? ['-1'] : []
  for (let ten = Math.floor(Math.max(low, 0) / 10); ten * 10 <= high; ten++) {
    const first = Math.max(low - ten * 10, 0)
    const last = Math.min(high - ten * 10, 9)
    parts.push(`${ten === 0 ? '' : ten}${first === last ? first : `[${first}-${last}]`}`)
  }
  return parts.join('|')
}
