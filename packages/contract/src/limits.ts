/** The numbers that the judge holds to. `spec/limits.json` is this table, each with its reason, for every other language. */
export const LIMITS = {
  /** Largest `count` of one row (privacy.md, 8). */
  rowCount: 10_000,
  /** Entries of a histogram: one for each bucket from −1 to 211, and zero. */
  histogramEntries: 214,
  /** Drift entries read from one batch. */
  driftEntries: 1_000,
  /** Days back that time is accepted. */
  daysBack: 30,
  /** Minutes ahead that time is accepted. */
  minutesAhead: 10,
} as const
