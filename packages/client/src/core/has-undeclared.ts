import type { CompiledEvent } from '@plainsight/contract/judge'

/**
 * Whether something was given that the event does not declare. Counting keys is cheap; each of them is looked up only when there are
 * more than were taken, and no further than to the first that is undeclared.
 * @param recognised how many of them were taken
 */
export function hasUndeclared({ slot }: CompiledEvent, given: unknown, recognised: number): boolean {
  let keys = 0
  for (const _ in given as object) if (++keys > recognised) break
  if (keys > recognised)
    for (const key in given as object) if (!slot.has(key) && Object.hasOwn(given as object, key)) return true
  return false
}
