import { proofsOf, type Proof } from '../core/proofs.ts'
import type { Session } from '../core/session.ts'

/** What was sent from here and is still kept by those who have it. */
export interface StillKept {
  readonly proofs: readonly Proof[]
  /** How many reports. */
  readonly batches: number
  /** The UTC day on which the last of it expires by itself; undefined where there is none. */
  readonly until: string | undefined
}

/** Adds up what was sent from here and has not expired. */
export function stillKept(session: Session): StillKept {
  const files = session.files ?? session.world.files()
  const proofs = files === undefined ? [] : proofsOf(session, files)
  const until = proofs
    .map(({ expires }) => expires)
    .sort()
    .at(-1)
  return { proofs, batches: proofs.filter(({ batch }) => batch !== undefined).length, until }
}

/** One line that says what is still kept and until when; empty where there is nothing. */
export function describeKept({ batches, until }: StillKept, name: string): string {
  if (until === undefined) return ''
  const reports = `${batches} report${batches === 1 ? '' : 's'}`
  return `What left before is kept until ${until} at most (${reports}); ${name} telemetry forget asks for it to be erased sooner.`
}
