import type { Contract } from '@plainsight/contract'

/** How many names of what is new a notice says; of more it says how many. */
const MOST_NAMES = 6

/**
 * The notice: what is counted, where it goes, how to look at it and how to refuse. Plain text, no colours, at most eight lines.
 * @param host where it goes
 * @param digest the contract's digest, by which the documents can be compared with what runs
 * @param added the events and fields that came or widened since an older version was agreed to; undefined where none was
 */
export function noticeText(
  contract: Contract,
  host: string,
  stem: string,
  digest: string,
  added?: readonly string[],
): string {
  const { name, title, docs, consent } = contract
  const lines = [
    ...(added === undefined
      ? [
          `${title} will count which of its features are used, by the list it publishes and nothing else, and report to ${host}.`,
          `Nothing is counted yet: this begins after 24 hours and one more use.`,
        ]
      : [
          `${title} will count more of its use than it told you before, and report it to ${host}: ${namesOf(added)}.`,
          `Nothing of this is counted yet: it begins after 24 hours and one more use. What you know of goes on as it was.`,
        ]),
    `To refuse: ${name} telemetry off, or ${stem}=off, or DO_NOT_TRACK=1. To see everything first: ${name} telemetry explain.`,
    `${docs === undefined ? '' : `Every field: ${docs} · `}contract ${contract.version}, digest ${digest.slice(0, 16)}`,
  ]
  if (consent.preset === 'audience-fr') lines.push('Only the size and use of the audience is measured.')
  return `${lines.join('\n')}\n`
}

function namesOf(added: readonly string[]): string {
  const more = added.length - MOST_NAMES
  return added.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
