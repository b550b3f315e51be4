import type { ChangeRule } from './change-rule.ts'
import { compareData } from './change-words.ts'
import type { Sampling } from './contract-spec.ts'

const EVERY: Sampling = { rate: 1 }

/** Classes what changes in which part of all machines, runs or occurrences is recorded. Weights make up for the rate, not for the unit. */
export const samplingRule: ChangeRule<Sampling | undefined> = (before, after, { subject, tell }) => {
  const [old, now] = [before ?? EVERY, after ?? EVERY]
  const [oldUnit, unit] = [old.unit ?? 'machine', now.unit ?? 'machine']
  if (oldUnit !== unit && before !== undefined && after !== undefined)
    tell(
      'changed',
      'breaking',
      `${subject} is sampled by ${unit} instead of by ${oldUnit}: figures of both do not compare.`,
      ['unit'],
    )
  if (now.rate > old.rate)
    tell(
      'looser',
      'privacy-widening',
      `${subject} is recorded ${share(now, unit)} instead of ${share(old, oldUnit)}.`,
      ['rate'],
    )
  if (now.rate < old.rate)
    tell('tighter', 'compatible', `${subject} is recorded ${share(now, unit)} instead of ${share(old, oldUnit)}.`, [
      'rate',
    ])
  // What is kept in any case adds nothing to a sample of all.
  const keeps = compareData(old.keep, now.keep)
  if (keeps.added.length > 0 && now.rate < 1)
    tell('looser', 'privacy-widening', `${subject} is recorded in every case of ${conditions(keeps.added)}.`, ['keep'])
  if (keeps.removed.length > 0 && now.rate < 1)
    tell('tighter', 'compatible', `${subject} is no longer recorded in every case of ${conditions(keeps.removed)}.`, [
      'keep',
    ])
  if (old.minRate !== now.minRate && after !== undefined && before !== undefined)
    tell(
      'changed',
      'compatible',
      `${subject} may be sampled down to a rate of ${now.minRate ?? now.rate} instead of ${old.minRate ?? old.rate}.`,
      ['minRate'],
    )
}

function share({ rate }: Sampling, unit: string): string {
  return rate === 1 ? 'always' : `for ${Math.round(rate * 10_000) / 100} % of all ${unit}s`
}

function conditions(keep: readonly unknown[]): string {
  return keep.map((condition) => `\`${JSON.stringify(condition)}\``).join(', ')
}
