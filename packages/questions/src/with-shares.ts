/**
 * Adds to each row its share of what is shown. Taken from the shown figures and from nothing else, a share says no more than they do, and
 * shares add up to one.
 */
export function withShares<Row extends { readonly count: number }>(
  rows: readonly Row[],
): readonly (Row & { readonly share: number | null })[] {
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  return rows.map((row) => ({ ...row, share: total === 0 ? null : row.count / total }))
}
