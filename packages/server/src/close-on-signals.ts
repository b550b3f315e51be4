/**
 * Ends a server when the process is told to: SIGTERM or SIGINT close it and exit with 0, a second one exits at once.
 * @param onClosing called when the first of them comes
 * @param onClosed called when everything is closed, before the process ends
 */
export function closeOnSignals(
  server: { close(): Promise<void> },
  onClosing: () => void = () => undefined,
  onClosed: () => void = () => undefined,
): void {
  let closing = false
  const end = (): void => {
    // What was answered as taken is on the disk, and what was not drained waits there: nothing is lost by going at once.
    if (closing) process.exit(0)
    closing = true
    onClosing()
    // Whatever hangs, the promise of ten seconds is kept.
    setTimeout(() => process.exit(0), 9_500).unref()
    void server.close().then(() => {
      onClosed()
      process.exit(0)
    })
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
