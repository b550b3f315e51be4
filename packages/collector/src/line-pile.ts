/**
 * Lines on a pile, off the heap: a block of twenty thousand rows as strings would be six megabytes that the garbage collector carries
 * from one place to the next, several times a second.
 */
export interface LinePile {
  /** Adds whole lines, each with a line feed behind it. */
  add(lines: string | Uint8Array): void
  rows(): number
  /**
   * All lines in an order that follows from what is in them and from nothing else: by a digest of each. Whoever reads them learns
   * nothing about when they came or with which others. The bytes are good until the next call of it.
   */
  ordered(): Uint8Array
  /** Empties it for the next block. */
  clear(): void
}

/** Makes an empty pile. */
export function createLinePile(): LinePile {
  let bytes = Buffer.allocUnsafe(65_536)
  let given = Buffer.alloc(0)
  let used = 0
  let starts: number[] = []
  let digests: number[] = []

  return {
    add(lines) {
      const room = used + Buffer.byteLength(lines)
      if (room > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(room, 2 * bytes.length))
        bytes.copy(larger, 0, 0, used)
        bytes = larger
      }
      if (typeof lines === 'string') bytes.write(lines, used)
      else bytes.set(lines, used)
      while (used < room) {
        let digest = FNV_START
        let at = used
        for (; at < room && bytes[at] !== LINE_FEED; at++) digest = Math.imul(digest ^ (bytes[at] as number), FNV_PRIME)
        starts.push(used)
        digests.push(digest >>> 0)
        used = at + 1
      }
    },
    rows: () => starts.length,
    ordered() {
      // Digest and place in one number, exact below 2^53 for two million lines: numbers are sorted far faster than anything else.
      const order = new Float64Array(starts.length)
      for (let i = 0; i < order.length; i++) order[i] = (digests[i] as number) * PLACES + i
      order.sort()
      if (given.length < used) given = Buffer.allocUnsafe(bytes.length)
      let end = 0
      for (const entry of order) {
        const place = entry % PLACES
        end += bytes.copy(given, end, starts[place], starts[place + 1] ?? used)
      }
      return given.subarray(0, end)
    },
    clear() {
      // Its room is used again: as garbage they would wait, outside the heap, for a collection that nothing inside it calls for.
      if (bytes.length > KEPT_BYTES) {
        bytes = Buffer.allocUnsafe(65_536)
        given = Buffer.alloc(0)
      }
      used = 0
      starts = []
      digests = []
    },
  }
}

/** What a pile keeps of its room when it is cleared: a block of the usual size. */
const KEPT_BYTES = 8_388_608

// FNV-1a, 32 bits. Lines that share a digest keep the order they came in: of twenty thousand one pair in twenty blocks.
const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193
const LINE_FEED = 0x0a
const PLACES = 2 ** 21
