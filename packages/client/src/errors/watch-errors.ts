import type { ReportDetails } from './error-options.ts'

/** What an errors watch needs of a telemetry. */
interface Reporter {
  reportError(error: unknown, details?: ReportDetails): unknown
}

/**
 * Reports what nobody catches, as fatal. The host's outcome stays what it would have been: Node prints the error and exits with its
 * code, or does what the host's own listeners and flags say; nothing is caught, swallowed or delayed here. A rejection that nobody
 * handles is reported where it ends the process, which is what Node does by default.
 * @returns takes the listener away
 */
export function watchErrors(telemetry: Reporter, details: Pick<ReportDetails, 'fields'> = {}): () => void {
  // A monitor only looks on: unlike `uncaughtException` its being there changes nothing.
  const heard = (error: unknown): void => {
    try {
      // Where the host catches it after all, the process goes on: it was not fatal, and not handled where it was thrown.
      const fatal = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback()
      telemetry.reportError(error, { ...details, handled: false, fatal })
    } catch {
      // The host has an error of its own to tell.
    }
  }
  process.on('uncaughtExceptionMonitor', heard)
  return () => void process.off('uncaughtExceptionMonitor', heard)
}
