import type { Answer } from './answer.ts'

/** How requests were answered since the start: counts by status and by reason, and nothing else. */
export interface CollectorCounts {
  add(answer: Answer): void
  read(): {
    readonly requests: number
    readonly taken: number
    readonly refused: { readonly [reason: string]: number }
  }
}

/** Makes counts that stand at zero. */
export function createCounts(): CollectorCounts {
  let requests = 0
  let taken = 0
  const refused = new Map<string, number>()
  return {
    add({ reason }) {
      requests++
      if (reason === undefined) taken++
      else refused.set(reason, (refused.get(reason) ?? 0) + 1)
    },
    read: () => ({ requests, taken, refused: Object.fromEntries(refused) }),
  }
}
