import type { Session } from './session.ts'
import { sinkFlaw, type Sink } from './sink.ts'
import { stateFiles, type StateFiles } from './state-files.ts'
import type { Disk } from './disk.ts'

// What is wrong with a sink is said once.
const refused = new WeakMap<Session, Set<unknown>>()

/**
 * The sinks of a session that can be sent to, each name once. None where the user has redirected everything to a collector of their
 * own.
 */
export function sinksOf(session: Session): Sink[] {
  const { sinks, world, stem } = session
  if (!Array.isArray(sinks) || world.env[`${stem}_ENDPOINT`]) return []
  const names = new Set<string>()
  return (sinks as readonly Sink[]).filter((sink) => {
    const flaw = sinkFlaw(sink) ?? (names.has(sink.name) ? `There are two sinks called "${sink.name}".` : undefined)
    if (flaw === undefined) names.add(sink.name)
    else refuse(session, sink, flaw)
    return flaw === undefined
  })
}

function refuse(session: Session, sink: unknown, flaw: string): void {
  let known = refused.get(session)
  if (known === undefined) refused.set(session, (known = new Set()))
  if (known.has(sink)) return
  known.add(sink)
  session.fault(new Error(flaw))
}

/**
 * Adds a sink while the process runs. What is cut from now on goes there too.
 * @returns takes it away again; what waits for it waits until it is there again, for 30 days at most
 */
export function addSink(session: Session, sink: Sink): () => void {
  if (session.options.sinks === undefined && session.endpoint === undefined)
    session.fault(new Error('Nothing is counted without a destination: say `sinks: []` where sinks come later.'))
  session.sinks = [...(Array.isArray(session.sinks) ? session.sinks : []), sink]
  sinksOf(session)
  return () => {
    session.sinks = session.sinks.filter((other) => other !== sink)
  }
}

/** The folder of what waits for a sink, as a state folder of its own. */
export function sinkFiles(files: StateFiles, name: string): StateFiles {
  const separator = files.at('').slice(files.folder.length)
  return stateFiles(files.at('sinks') + separator + name, separator)
}

/** The folders of all sinks that ever had something waiting. */
export function sinkFolders(disk: Disk, files: StateFiles): StateFiles[] {
  return disk.list(files.at('sinks')).map((name) => sinkFiles(files, name))
}

/** The lines of every receipt, of the collector and of all sinks, oldest first. */
export function receiptLines(disk: Disk, files: StateFiles): string[] {
  const places = [files, ...sinkFolders(disk, files)]
  const lines = places.flatMap((place) => (disk.read(place.receipts) ?? '').split('\n').filter((line) => line !== ''))
  // `{"at":"2026-11-19T…` stands first in every line.
  return places.length === 1 ? lines : lines.sort((one, other) => (one.slice(0, 31) < other.slice(0, 31) ? -1 : 1))
}
