import type { Contract } from '@plainsight/contract'

/**
 * The notice: what is counted, where it goes, how to look at it and how to refuse. Plain text, no colours, at most eight lines.
 * @param host where it goes
 * @param digest the contract's digest, by which the documents can be compared with what runs
 */
export function noticeText(contract: Contract, host: string, stem: string, digest: string): string {
  const { name, title, docs, consent } = contract
  const lines = [
    `${title} will count which of its features are used, by the list it publishes and nothing else, and report to ${host}.`,
    `Nothing is counted yet: this begins after 24 hours and one more use.`,
    `To refuse: ${name} telemetry off, or ${stem}=off, or DO_NOT_TRACK=1. To see everything first: ${name} telemetry show.`,
    `${docs === undefined ? '' : `Every field: ${docs} · `}contract ${contract.version}, digest ${digest.slice(0, 16)}`,
  ]
  if (consent.preset === 'audience-fr') lines.push('Only the size and use of the audience is measured.')
  return `${lines.join('\n')}\n`
}
