import type { Lock } from '@plainsight/contract/lock'
import type { ContractLocks } from './contract-locks.ts'
import { markdownTable } from './markdown-table.ts'
import { consentSentence, hasCommand, pageChoices, pageInspection } from './page-choices.ts'
import { pageChanges } from './page-changes.ts'
import { pageEvents } from './page-events.ts'
import { pageFollows } from './page-follows.ts'
import { pageJourney, pageNever } from './page-promises.ts'
import { variablePrefix } from './variable-prefix.ts'

/**
 * The page that users read: what is reported, why, when, where to, and every way to turn it off. The same lock gives the same
 * bytes.
 */
export function generateUserPage(locks: ContractLocks): string {
  const { lock } = locks
  const { contract } = lock
  return `${[
    `# What ${contract.title} reports about its use`,
    '',
    '<!-- Generated from the contract by `plainsight generate`. Do not edit. -->',
    '',
    `${contract.title}: ${contract.description}`,
    '',
    'Its makers want to know what is used and what fails, without watching anybody. This page lists everything that can be reported.',
    'It is generated from the same contract that the program and the collector are held to: what is not on this page cannot be counted, kept or sent.',
    '',
    summary(lock),
    '',
    pageEvents(contract),
    '',
    pageFollows(contract),
    '',
    pageNever(contract),
    '',
    pageChoices(contract),
    '',
    pageInspection(contract),
    '',
    pageJourney(contract),
    '',
    pageChanges(locks),
  ].join('\n')}\n`
}

function summary({ contract, digest }: Lock): string {
  const prefix = variablePrefix(contract.name)
  const off = hasCommand(contract)
    ? `\`${contract.name} telemetry off\`, \`${prefix}_TELEMETRY=0\` or \`DO_NOT_TRACK=1\``
    : `\`${prefix}_TELEMETRY=0\` or \`DO_NOT_TRACK=1\``
  const filed = [...(contract.domain === undefined ? [] : [contract.domain]), ...contract.tags]
  const rows = [
    ['Turn it off', `${off}; [every way](#turn-it-off)`],
    ['Before anything is kept', consentSentence(contract)],
    ['Where it goes', contract.destinations.map(({ host }) => `\`${host}\``).join(', ') || 'nowhere'],
    ['Who answers for it', [...contract.owners, ...(contract.docs === undefined ? [] : [contract.docs])].join(', ')],
    [
      'Contract',
      `\`${contract.name}\` ${contract.version}${contract.stability === 'stable' ? '' : ` (${contract.stability})`}`,
    ],
    ...(filed.length === 0 ? [] : [['Filed under', filed.map((word) => `\`${word}\``).join(', ')]]),
    ['Digest', `\`${digest}\``],
  ]
  return markdownTable(['in short', ''], rows)
}
