/** CPU time of this thread, ns. On a machine that others use too it is steadier than the clock on the wall, and on a quiet one the same. */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) * 1000
}

/** What one way of calling costs. */
export interface CallCost {
  /** CPU time, median over the repetitions. */
  readonly ns: number
  /** Heap taken per call, freed later or not. */
  readonly bytes: number
}

/**
 * Times a call: `calls` of it in a row, `repetitions` times after a warm-up, and once more for the heap that it takes.
 * Needs `--expose-gc`, and a young generation larger than what the calls take, so that nothing is freed while they are counted.
 */
export function timeCalls(call: (i: number) => void, calls: number, repetitions: number): CallCost {
  const times: number[] = []
  for (let repetition = -3; repetition < repetitions; repetition++) {
    const started = cpuNow()
    for (let i = 0; i < calls; i++) call(i)
    const ns = (cpuNow() - started) / calls
    if (repetition >= 0) times.push(ns)
  }
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < calls; i++) call(i)
  const bytes = Math.max(0, process.memoryUsage().heapUsed - before) / calls
  return { ns: middle(times), bytes }
}

/** The middle of the values. */
export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
