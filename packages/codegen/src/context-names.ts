import type { NormalContract } from '@plainsight/contract/judge'

/** Every name that may stand in the context of a batch: what the contract, its events and presence declare, each once. */
export function contextNames({ context, events, presence }: NormalContract): readonly string[] {
  return [
    ...new Set([
      ...context,
      ...Object.values(events).flatMap((event) => event.context),
      ...(presence !== false && presence.by !== undefined ? [presence.by] : []),
    ]),
  ]
}
