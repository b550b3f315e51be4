import { normalEvent } from '@plainsight/contract/judge'
import { beginOf } from '../core/install-age.ts'
import { dayOf } from '../core/day.ts'
import type { Session } from '../core/session.ts'
import type { Status } from '../core/telemetry-types.ts'
import { stillKept } from './kept-until.ts'

/** What telemetry costs a command: medians of docs/benchmarks.md, taken on a shared machine of two cores and rounded up. */
export const COSTS: { readonly [what: string]: string } = {
  start: 'about 3 ms, on or off; nearly all of it is loading',
  record: 'about 0.3 µs, 0.01 µs while off',
  end: 'about 1.2 ms, one write',
  'once a day': 'about 12 ms to hand over what is finished',
  network: 'none while a command runs',
  disk: 'at most 256 KB that wait, and the receipts of what left',
}

/** The status that a person is shown: what any host can ask, and what lies on this machine. */
export interface FullStatus extends Status {
  readonly identity: {
    /** How far ids reach, of the events that have any. */
    readonly scopes: readonly string[]
    /** The UTC day on which this machine began to count; undefined where it has not. */
    readonly since: string | undefined
  }
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  readonly organisation: string | undefined
  /** The day until which something that left is kept at most. */
  readonly keptUntil: string | undefined
  readonly costs: typeof COSTS
}

/** Everything that a person may want to know, now. */
export function fullStatus(session: Session, status: Status): FullStatus {
  const { contract, world } = session
  const files = session.files ?? world.files()
  const scopes = Object.entries(contract.events).map(([name, event]) => normalEvent(contract, name, event).identity)
  const begin = beginOf(session)
  return {
    ...status,
    identity: {
      scopes: [...new Set(scopes)].filter((scope) => scope !== 'none'),
      since: begin === undefined ? undefined : dayOf(begin),
    },
    files: (files === undefined ? [] : world.disk.list(files.folder)).sort().flatMap((name) => {
      const bytes = world.disk.look(files!.at(name))?.size
      return bytes === undefined ? [] : [{ name, bytes }]
    }),
    organisation: session.watch.settings?.org,
    keptUntil: stillKept(session).until,
    costs: COSTS,
  }
}
