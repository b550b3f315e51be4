import type { Outcome } from '../core/span.ts'
import type { Leaver } from '../core/world.ts'
import type { LooseTelemetry } from './counted-telemetry.ts'

/**
 * Acts when the process ends, before what was counted is written for the last time. The hook is the one that all telemetry of a
 * process shares; nothing is listened to here, so a process that counts nothing is as it would be without.
 * A signal that the host listens to does not end the process: nothing listens here that would keep one from doing so.
 * @param telemetry the one that is to write: it is made to listen for the end, which it else does with its first record
 * @param act told how the process ends: `aborted` by a signal, `error` with an exit code
 * @param heard told of a signal that the host listens to
 * @returns takes it back
 */
export function beforeLeaving(
  telemetry: LooseTelemetry,
  act: (outcome: Outcome) => void,
  heard?: () => void,
): () => void {
  // There is no event of this name, so nothing comes of it but that counting begins.
  telemetry.span('')

  const key = Symbol.for('plainsight.exit/1')
  const place = globalThis as { [key]?: { readonly leavers: Set<Leaver>; listening: boolean; signalling: boolean } }
  const { leavers } = (place[key] ??= { leavers: new Set(), listening: false, signalling: false })
  const leaver: Leaver = {
    signals: true,
    leave(outcome, signal) {
      try {
        // One listener is the telemetry's own.
        if (signal !== undefined && process.listenerCount(signal) > 1) heard?.()
        else act(outcome)
      } catch {
        // Nothing of ours stands between a process and its end.
      }
    },
  }
  // A set is gone through in the order in which it was filled: whoever writes comes after.
  const others = [...leavers]
  leavers.clear()
  for (const each of [leaver, ...others]) leavers.add(each)
  return () => leavers.delete(leaver)
}
