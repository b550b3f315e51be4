import type { Contract, Suppression } from './contract-spec.ts'
import { pathText, type Issue, type Report } from './issue.ts'
import { RULES, type Rule } from './rules.ts'

/**
 * Rules that someone who is named may let pass, since they are matters of judgement. All others stand: what they refuse could not be
 * counted, or would break a promise to the people it is counted of.
 */
export const SUPPRESSIBLE: ReadonlySet<Rule> = new Set<Rule>([
  'read-by',
  'field-unused',
  'deprecated-use',
  'by-cap',
  'expires-soon',
  'bits-stable',
  'bits-fields',
  'bits-report',
])

/**
 * Lets pass what the contract's reviews name: such a problem stays on the list as a note, with who let it pass, when and why. A review
 * of a rule that stands, or of a problem that is not there, is a problem of its own.
 */
export function applySuppressions(issues: readonly Issue[], contract: Partial<Contract>, report: Report): Issue[] {
  const entries = (contract.reviews ?? []).flatMap((review, place) =>
    'rule' in review && typeof review.rule === 'string' ? [{ review: review as Suppression, place }] : [],
  )
  const used = new Set<number>()
  const passed = issues.map((issue): Issue => {
    const entry = entries.find(({ review }) => isOf(review, issue))
    if (entry === undefined || !SUPPRESSIBLE.has(issue.rule)) return issue
    used.add(entry.place)
    const { who, when, why } = entry.review
    return { ...issue, severity: 'note', suppressed: { who, when, why } }
  })
  for (const { review, place } of entries) {
    const { rule, where } = review
    if (!Object.hasOwn(RULES, rule) || !SUPPRESSIBLE.has(rule as Rule))
      report(
        'suppression',
        ['reviews', place, 'rule'],
        Object.hasOwn(RULES, rule)
          ? `Nobody can let the rule ${rule} pass: it keeps a promise, or nothing could be counted.`
          : `No rule is called ${JSON.stringify(rule.slice(0, 60))}.`,
        `Rules that can be let pass are ${[...SUPPRESSIBLE].join(', ')}.`,
      )
    else if (!used.has(place))
      report(
        'suppression-unused',
        ['reviews', place],
        `Nothing at ${where ?? 'the contract'} breaks the rule ${rule}.`,
        'Leave the review out.',
      )
  }
  return passed
}

function isOf({ rule, where }: Suppression, issue: Issue): boolean {
  if (rule !== issue.rule) return false
  return where === pathText(issue.path) || issue.path.some((_, i) => where === pathText(issue.path.slice(0, i + 1)))
}
