import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Named } from '../passage.ts'

/** Reserves what the body may grow to, so that many at once cannot grow beyond the memory there is. */
export function reserveRoom(value: Named, { limits, room }: Desk): Named | Answer {
  const release = room.take(value.packed ? value.length + limits.unpackedBytes : value.length)
  if (release === undefined) return refuse('busy', undefined, 5)
  value.onEnd(release)
  return value
}
