import type { ChangeRule } from './change-rule.ts'
import { codes, compareLists } from './change-words.ts'
import type { NormalContract } from './normal-contract.ts'
import type { NormalEvent } from './normal-event.ts'

/** Classes another link: what counts is which events it ties together, and not its name. */
export const linkRule: ChangeRule<string> = (before, after, { subject, name, before: older, after: newer, tell }) => {
  const isTied = (contract: NormalContract): boolean => (contract.events[name] as NormalEvent).identity !== 'none'
  if (!isTied(older) && !isTied(newer)) {
    tell('changed', 'compatible', `${subject} is of the link ${after} instead of ${before}, and carries no id.`)
    return
  }
  const { added, removed } = compareLists(tiedTo(older, name), tiedTo(newer, name))
  if (added.length > 0)
    tell('looser', 'privacy-widening', `${subject} shares its id with ${codes(added)}, so their reports can be joined.`)
  if (removed.length > 0)
    tell('tighter', 'breaking', `${subject} no longer shares its id with ${codes(removed)}, so funnels over them end.`)
  if (added.length + removed.length === 0)
    tell('changed', 'breaking', `${subject} has ids of the link ${after} instead of ${before}: they begin anew.`)
}

/** The other events that share an event's id, sorted. */
export function tiedTo({ events }: NormalContract, name: string): readonly string[] {
  const { link, identity } = events[name] as NormalEvent
  if (identity === 'none') return []
  return Object.keys(events)
    .filter((other) => other !== name && events[other]?.link === link && events[other].identity !== 'none')
    .sort()
}
