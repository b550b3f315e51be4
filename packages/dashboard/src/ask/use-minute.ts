import { useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000

/** The beginning of the current minute, in milliseconds since 1970; a page that stays open moves on with it. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS)
}

function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, MINUTE_MS / 4)
  return () => clearInterval(timer)
}
