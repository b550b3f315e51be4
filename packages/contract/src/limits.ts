/** The numbers that the judge holds to. `spec/limits.json` is this table, each with its reason, for every other language. */
export const LIMITS = {
  /** Largest `count` of one row (privacy.md, 8). */
  rowCount: 10_000,
  /** Undeclared keys looked at in one object before the judge stops looking. */
  undeclaredKeys: 16,
  /** Entries of a histogram: one for each bucket, and zero. */
  histogramEntries: 213,
  /** Days back that time is accepted. */
  daysBack: 30,
  /** Minutes ahead that time is accepted. */
  minutesAhead: 10,
} as const
