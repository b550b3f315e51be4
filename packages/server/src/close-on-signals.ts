/**
 * Ends a server when the process is told to: SIGTERM or SIGINT close it and exit with 0, a second one exits at once.
 * @param onClosed called when everything is closed, before the process ends
 */
export function closeOnSignals(server: { close(): Promise<void> }, onClosed: () => void = () => undefined): void {
  let closing = false
  const end = (): void => {
    if (closing) process.exit(1)
    closing = true
    // Whatever hangs, the promise of ten seconds is kept; what was answered as taken is on the disk.
    setTimeout(() => process.exit(0), 9_500).unref()
    void server.close().then(() => {
      onClosed()
      process.exit(0)
    })
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
