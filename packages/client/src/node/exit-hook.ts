import type { Leaver } from '../core/world.ts'

interface Hook {
  readonly leavers: Set<Leaver>
  listening: boolean
  signalling: boolean
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Registers an instance. One exit listener, and one for each deadly signal, serve all instances of a process, those of other
 * copies of this package too.
 */
export function onLeave(leaver: Leaver): () => void {
  const key = Symbol.for('plainsight.exit/1')
  const place = globalThis as { [key]?: Hook }
  const hook = (place[key] ??= { leavers: new Set(), listening: false, signalling: false })
  hook.leavers.add(leaver)
  if (!hook.listening) {
    hook.listening = true
    process.once('exit', (code) => {
      for (const each of hook.leavers) each.leave(code === 0 ? 'ok' : 'error')
    })
  }
  if (leaver.signals && !hook.signalling) {
    hook.signalling = true
    for (const signal of SIGNALS) listen(hook, signal)
  }
  return () => hook.leavers.delete(leaver)
}

// Node runs no exit listener on a deadly signal. What was counted is written; then the signal does what it would have done:
// where the host listens too, that is the host's to say.
function listen(hook: Hook, signal: NodeJS.Signals): void {
  const heard = (): void => {
    // Written first: while there is a listener, a second signal waits.
    for (const each of hook.leavers) if (each.signals) each.leave('aborted', signal)
    process.removeListener(signal, heard)
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  try {
    // Before the host's, so that those which listen once are still there to be seen.
    process.prependListener(signal, heard)
  } catch {
    // Not every platform, and no worker thread, has every signal.
  }
}
