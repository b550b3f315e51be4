/** What one way of calling costs. */
export interface CallCost {
  /** Median over the chunks. */
  readonly ns: number
  /** Heap taken per call, freed later or not. */
  readonly bytes: number
}

/** Calls that are made before any are timed, so that the engine has compiled them. */
const WARM_UP = 50_000

const HEAP_SAMPLES = 5

/**
 * Times a call, in chunks short enough (a millisecond or so) that most of them are not interrupted by a neighbour on the machine: the
 * median of chunks is what a call costs by itself. Then once more for the heap that a chunk takes.
 * Needs `--expose-gc`, and a young generation larger than what a chunk takes, so that nothing is freed while it is counted.
 * @param perChunk calls in a chunk
 */
export function timeCalls(
  call: (i: number) => void,
  perChunk: number,
  chunks: number,
  warmUp: number = WARM_UP,
): CallCost {
  const times: number[] = []
  let i = 0
  for (; i < warmUp; i++) call(i)
  for (let chunk = 0; chunk < chunks; chunk++) {
    const end = i + perChunk
    const started = process.hrtime.bigint()
    for (; i < end; i++) call(i)
    times.push(Number(process.hrtime.bigint() - started) / perChunk)
  }
  const taken: number[] = []
  for (let sample = 0; sample < HEAP_SAMPLES; sample++) {
    globalThis.gc?.()
    const end = i + perChunk
    const before = process.memoryUsage().heapUsed
    for (; i < end; i++) call(i)
    taken.push(Math.max(0, process.memoryUsage().heapUsed - before) / perChunk)
  }
  // What the engine itself puts on the heap while it watches and compiles is in some samples; what a call takes is in all.
  return { ns: middle(times), bytes: Math.min(...taken) }
}

/** The middle of the values. */
export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
