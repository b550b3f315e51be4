/** How often an event was counted in a spool: the sum over its counters' lines. */
export function spooledCount(spool: string, event: string): number {
  let sum = 0
  for (const line of spool.split('\n')) {
    if (line === '') continue
    const { t, e, n } = JSON.parse(line) as { t: string; e?: string; n?: number }
    if (t === 'c' && e === event) sum += n ?? 0
  }
  return sum
}
