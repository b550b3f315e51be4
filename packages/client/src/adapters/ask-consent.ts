import type { Status } from '../core/telemetry-types.ts'
import type { ControlledTelemetry } from './telemetry-commands.ts'

/** What came of asking. */
export interface AskedConsent {
  /** Whether the question was asked now. */
  readonly asked: boolean
  /** Whether it was answered with yes or no. */
  readonly answered: boolean
  readonly state: Status['state']
}

/**
 * Asks the person at the terminal whether use may be counted: for an installer, or a first run. It asks once, and only where nobody has
 * decided yet, a person sits there, and no CI, test runner, coding agent or other tool started this; cancelled, it leaves everything
 * undecided and stays quiet for half a year. It asks again when the contract says more than a yes was given to.
 * Never rejects, and prints to standard error only.
 */
export async function askConsent(
  telemetry: Pick<ControlledTelemetry, 'command'> & { status(): Status },
): Promise<AskedConsent> {
  const code = await telemetry.command('ask')
  return { asked: code < 2, answered: code === 0, state: telemetry.status().state }
}
