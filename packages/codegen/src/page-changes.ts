import { diffContracts, reviewOf, type Change, type Review } from '@plainsight/contract/diff'
import { compareSemver, type NormalContract } from '@plainsight/contract/judge'
import type { Lock } from '@plainsight/contract/lock'
import { versionsOf, type ContractLocks } from './contract-locks.ts'
import { markdownTable } from './markdown-table.ts'
import { sentence } from './sentence.ts'

/** The part of the user page that says what changed between the versions whose locks are at hand, newest first. */
export function pageChanges(locks: ContractLocks): string {
  const { history, digest, contract } = locks.lock
  const versions = versionsOf(locks)
  return [
    '## What changed',
    '',
    'The digest is taken over the contract. Its first 16 digits stand in the notice, in every report, and in what the collector says about itself, so you can tell that all of them speak of this page.',
    '',
    markdownTable(
      ['version', 'since', 'digest'],
      [...history].reverse().map((entry) => [entry.version, entry.date, `\`${entry.digest.slice(0, 16)}\``]),
    ),
    '',
    `This page is of version ${contract.version}, digest \`${digest.slice(0, 16)}\`.`,
    ...versions
      .flatMap((lock, i) => (i === 0 ? [] : [changesOf(versions[i - 1] as Lock, lock)]))
      .reverse()
      .flat(),
    ...untold(locks, versions),
    ...weighed(contract),
  ].join('\n')
}

function changesOf(before: Lock, after: Lock): string[] {
  const changes = diffContracts(before.contract, after.contract)
  const more = changes.filter((change) => change.class === 'privacy-widening')
  const rest = changes.filter((change) => change.class !== 'privacy-widening')
  const head = ['', `### From ${before.contract.version} to ${after.contract.version}`, '']
  if (changes.length === 0) return [...head, 'Both report the same.']
  return [
    ...head,
    ...(more.length === 0
      ? ['Nothing more is reported, of nobody more, and for no longer.']
      : [
          '**More is reported than before, or for longer:**',
          '',
          ...more.map((change) => widening(change, before.contract, after.contract)),
        ]),
    ...(rest.length === 0 ? [] : ['', 'Beside that:', '', ...rest.map((change) => `- ${escaped(change.sentence)}`)]),
  ]
}

function widening(change: Change, before: NormalContract, after: NormalContract): string {
  const review = reviewOf(change, before, after)
  const said = `- ${escaped(change.sentence)}`
  return review === undefined
    ? said
    : `${said} Looked at by ${escaped(review.who)} on ${escaped(review.when)}: ${escaped(sentence(review.why))}`
}

// Versions of which only the digest is left: their locks went when nobody's reports of them were taken any longer.
function untold({ lock }: ContractLocks, versions: readonly Lock[]): string[] {
  const told = new Set(versions.map(({ contract }) => contract.version))
  const lost = lock.history.map(({ version }) => version).filter((version) => !told.has(version))
  if (lost.length === 0) return []
  return [
    '',
    `What changed with ${lost.toSorted(compareSemver).join(', ')} is not told here: reports of ${lost.length === 1 ? 'that version are' : 'those versions are'} no longer taken.`,
  ]
}

// Who answers for what widens, and for rules that were let pass.
function weighed({ reviews }: NormalContract): string[] {
  const seen = reviews.filter((review): review is Review => 'what' in review)
  const passed = reviews.filter((review) => 'rule' in review)
  return [
    ...(seen.length === 0
      ? []
      : [
          '',
          '### Who looked at what widens',
          '',
          'What says more than before is agreed to by someone who is named:',
          '',
          markdownTable(
            ['what', 'who', 'when', 'why'],
            seen.map(({ what, who, when, why }) => [what, who, when, why].map(escaped)),
          ),
        ]),
    ...(passed.length === 0
      ? []
      : [
          '',
          '### Rules that were let pass',
          '',
          'Contracts are held to rules. Where one is broken knowingly, someone who is named answers for it:',
          '',
          markdownTable(
            ['rule', 'where', 'who', 'when', 'why'],
            passed.map(({ rule, where, who, when, why }) => [
              `\`${rule}\``,
              `\`${where}\``,
              ...[who, when, why].map(escaped),
            ]),
          ),
        ]),
  ]
}

// Sentences mark code themselves; what an author wrote must not become links, headings or markup.
function escaped(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/[\\*_[\]<>#~]/g, String.raw`\$&`)))
    .join('`')
}
