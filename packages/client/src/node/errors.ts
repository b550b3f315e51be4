// The file beside the door that only a process with an error to report loads.
import { reportError as report } from '../errors/report-error.ts'
import type { World } from '../core/world.ts'
import { ownNames } from './own-names.ts'

/** Reports an error of this process; a message that a person is shown is masked of what they and their machine are called. */
export const reportError: World['reportError'] = (session, error, details) =>
  // A telemetry of a test reads nothing of the machine.
  report(session, error, details, session.world.isShared === true ? ownNames : undefined)
