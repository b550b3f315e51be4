/** Every number that the collector holds to. Sizes are bytes, times milliseconds, rates per minute of the collector's clock. */
export interface CollectorLimits {
  /** Largest body as it travels. */
  readonly wireBytes: number
  /** Largest body once unpacked. */
  readonly unpackedBytes: number
  /** Largest growth by unpacking; only from `ratioFloorBytes` on. */
  readonly unpackRatio: number
  /** Bodies that unpack to less than this may grow as they like. */
  readonly ratioFloorBytes: number
  /** Records in one batch. */
  readonly records: number
  /** Objects and lists inside one another: a histogram in a measure in a record lies on the sixth level. */
  readonly depth: number
  /** From the head of a request to the end of its body. */
  readonly bodyMs: number
  /** Bodies being read and judged at one time, counted by what they may grow to. */
  readonly inFlightBytes: number
  /** Batches of one network prefix. */
  readonly prefixBatchesPerMinute: number
  /** Batches of one contract, from everywhere: one flooded contract leaves room for the others. */
  readonly contractBatchesPerMinute: number
  /** Batches that carry one scoped id, the widest of the batch. */
  readonly idBatchesPerMinute: number
  /** New machines that one network prefix may add to one figure of a contract and day (privacy.md, 8). */
  readonly newcomersPerDay: number
  /** Times that one network prefix may say one label of an open list a day: machines behind one address cannot be told apart. */
  readonly sameLabelPerDay: number
  /** Labels of one contract that one network prefix may be the first to say, a day. */
  readonly newLabelsPerDay: number
  /** The key that prefixes are kept under, and everything that was counted under it, is thrown away after this. */
  readonly keyMs: number
  /** Prefixes, ids and contracts counted at one time; the oldest make room. */
  readonly countedKeys: number
  /** Waiting rows in the inbox, by their size. */
  readonly inboxBytes: number
  /** Age of the oldest waiting row. */
  readonly inboxAgeMs: number
  /** Free room on the inbox's disk under which nothing more is taken, so that draining and the store can go on. */
  readonly diskReserveBytes: number
  /** Longest time that a committed row waits before it is drained. */
  readonly drainMs: number
  /** Rows at which a drain starts at once. */
  readonly drainRows: number
  /** Most rows in one block. */
  readonly blockRows: number
  /** Most batches in one block. */
  readonly blockBatches: number
  /** Wait after the store was away, doubled with each further failure up to `drainBackOffMaxMs`. */
  readonly drainBackOffMs: number
  readonly drainBackOffMaxMs: number
  /** Days that an answered batch is remembered: the 30 in which a client tries again, and five to spare. */
  readonly rememberedDays: number
}

/** The defaults, from protocol.md, store.md and privacy.md. The loopback address is not exempt from any. */
export const COLLECTOR_LIMITS: CollectorLimits = {
  wireBytes: 65_536,
  unpackedBytes: 262_144,
  // A batch of a hundred nearly equal records packs to a fiftieth; zeros to a thousandth.
  unpackRatio: 200,
  ratioFloorBytes: 32_768,
  records: 100,
  depth: 6,
  bodyMs: 30_000,
  inFlightBytes: 64 * 1_048_576,
  prefixBatchesPerMinute: 300,
  contractBatchesPerMinute: 120_000,
  idBatchesPerMinute: 6,
  newcomersPerDay: 20,
  sameLabelPerDay: 1,
  newLabelsPerDay: 100,
  keyMs: 86_400_000,
  countedKeys: 200_000,
  inboxBytes: 1_073_741_824,
  inboxAgeMs: 3 * 86_400_000,
  diskReserveBytes: 67_108_864,
  drainMs: 1_000,
  drainRows: 10_000,
  blockRows: 20_000,
  blockBatches: 5_000,
  drainBackOffMs: 500,
  drainBackOffMaxMs: 30_000,
  rememberedDays: 35,
}
