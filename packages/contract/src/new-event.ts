import type { Change } from './change.ts'
import { codes, compareLists, days, quoted } from './change-words.ts'
import { tiedTo } from './diff-link.ts'
import { identifyingBecause } from './identifying-use.ts'
import type { NormalContract } from './normal-contract.ts'
import type { NormalEvent } from './normal-event.ts'

/**
 * Classes an event that is new. It says more, but of nobody, and is compatible, unless it tells machines or people apart, stays
 * longer, comes from elsewhere or leaves sooner than anything did.
 */
export function newEvent(name: string, before: NormalContract, after: NormalContract): Change {
  const event = after.events[name] as NormalEvent
  const because = wideningBecause(name, event, before, after)
  const fields = [...Object.keys(event.uses), ...event.measure]
  const says = `A new report, \`${name}\`: ${quoted(event.what)}, because ${quoted(event.why)}; it says ${fields.length === 0 ? 'nothing else' : codes(fields)}`
  return {
    path: ['events', name],
    what: 'added',
    class: because.length === 0 ? 'compatible' : 'privacy-widening',
    sentence: because.length === 0 ? `${says}.` : `${says}. It widens: ${because.join('; ')}.`,
  }
}

function wideningBecause(
  name: string,
  event: NormalEvent,
  before: NormalContract,
  after: NormalContract,
): readonly string[] {
  const because: string[] = []
  const known = Object.values(before.events)
  if (event.identity !== 'none') because.push(`it carries an id of the scope ${event.identity}`)
  const tied = tiedTo(after, name)
  if (tied.length > 0) because.push(`it shares that id with ${codes(tied)}`)
  for (const [field, use] of Object.entries(event.uses)) {
    const reason = identifyingBecause(after, event, field, use)
    if (reason !== undefined) because.push(`\`${field}\`: ${reason}`)
  }
  const goesWith = compareLists([...before.context, ...known.flatMap(({ context }) => context)], event.context).added
  if (goesWith.length > 0) because.push(`${codes(goesWith)} goes with it, which went with nothing before`)
  const sources = compareLists([...before.sources, ...known.flatMap((other) => other.sources)], event.sources).added
  if (sources.length > 0) because.push(`it comes from ${codes(sources)}`)
  const longest = Math.max(before.retention.raw, ...known.map(({ retention }) => retention))
  if (event.retention > longest)
    because.push(`its rows are kept for ${days(event.retention)}, others ${longest} at most`)
  if (event.policy === 'archive' && known.every(({ policy }) => policy !== 'archive'))
    because.push('its rows are kept in an archive')
  if (event.precision !== 'hour') because.push(`its time is kept to the ${event.precision}`)
  if (event.deliver === 'now') because.push('it leaves at once and not when its day is over')
  if (event.privacy === 'sensitive' || event.privacy === 'diagnostic')
    because.push(`it is of the class ${event.privacy}`)
  return because
}
