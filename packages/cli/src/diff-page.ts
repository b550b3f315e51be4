import { pathText } from '@plainsight/contract/check'
import {
  CHANGE_CLASSES,
  isMovedEnough,
  movedVersion,
  neededMove,
  reviewOf,
  type Change,
  type ChangeClass,
} from '@plainsight/contract/diff'
import type { NormalContract } from '@plainsight/contract/judge'

/** Two contracts and what differs between them. */
export interface Comparison {
  readonly before: NormalContract
  readonly after: NormalContract
  readonly changes: readonly Change[]
}

const HEADINGS: { readonly [of in ChangeClass]: string } = {
  'privacy-widening': 'Says more than people agreed to',
  breaking: 'Breaks what was built on it',
  compatible: 'Changes nothing for others',
}

/** What differs between two contracts, as Markdown for a pull request and for the change log that users read. */
export function diffPage({ before, after, changes }: Comparison): string {
  const parts = [`## ${escaped(headline(before, after))}`, '', summary({ before, after, changes })]
  for (const of of CHANGE_CLASSES) {
    const told = changes.filter((change) => change.class === of)
    if (told.length === 0) continue
    parts.push('', `### ${HEADINGS[of]}`, '')
    for (const change of told) parts.push(...lines(change, before, after))
  }
  if (changes.length > 0 && !isMovedEnough(before.version, after.version, changes))
    parts.push(
      '',
      `**The version has to be ${movedVersion(before.version, neededMove(changes))} or later; it is ${escaped(after.version)}.**`,
    )
  return parts.join('\n')
}

function headline(before: NormalContract, after: NormalContract): string {
  const old = before.name === after.name ? '' : `${before.name} `
  return old === ''
    ? `${after.name} ${before.version} → ${after.version}`
    : `${old}${before.version} → ${after.name} ${after.version}`
}

function summary({ before, after, changes }: Comparison): string {
  if (changes.length === 0) return 'Both say the same.'
  const of = (of: ChangeClass): readonly Change[] => changes.filter((change) => change.class === of)
  const open = of('privacy-widening').filter((change) => reviewOf(change, before, after) === undefined).length
  const counts = [
    count(of('privacy-widening').length, 'says more than people agreed to', 'say more than people agreed to'),
    count(of('breaking').length, 'breaks what was built on it', 'break what was built on it'),
    count(of('compatible').length, 'changes nothing for others', 'change nothing for others'),
  ].filter((words) => words !== '')
  const reviews = open === 0 ? '' : ` **${open === 1 ? '1 is' : `${open} are`} not reviewed.**`
  return `${changes.length === 1 ? 'One change' : `${changes.length} changes`}: ${counts.join('; ')}.${reviews}`
}

function count(number: number, one: string, more: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : more}`
}

function lines(change: Change, before: NormalContract, after: NormalContract): readonly string[] {
  const path = pathText(change.path)
  const line = `- ${escaped(change.sentence)} (\`${path}\`)`
  if (change.class !== 'privacy-widening') return [line]
  const review = reviewOf(change, before, after)
  if (review === undefined) return [line, `  **Not reviewed:** \`reviews\` names nobody for \`${path}\`.`]
  return [line, `  Reviewed by ${escaped(review.who)} on ${escaped(review.when)}: ${escaped(ended(review.why))}`]
}

function ended(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return /[.!?]$/.test(line) ? line : `${line}.`
}

// Sentences mark code themselves; what an author wrote must not become links, headings or markup.
function escaped(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/[\\*_[\]<>#|~]/g, '\\$&')))
    .join('`')
}
