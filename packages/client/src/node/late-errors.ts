import type { World } from '../core/world.ts'
import { requireBeside } from './require-beside.ts'

/** Reports an error. What does it is a file of its own, loaded with the first error: most processes have none. */
export const reportError: World['reportError'] = (session, error, details) =>
  (requireBeside('./errors.ts') as typeof import('./errors.ts')).reportError(session, error, details)
