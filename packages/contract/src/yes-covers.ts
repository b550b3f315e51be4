import type { Contract } from './contract-spec.ts'
import { isAtLeast } from './semver.ts'

/**
 * What a yes to an older version is worth for the contract that runs.
 * - `all`: nothing that stands in it came or widened since; what changed without a mark (other words, a further word of a list, another
 *   reader) is covered, and batches carry the version that runs, whose collector knows those words
 * - `part`: events or fields came or widened since; they are left out, and batches carry the version that was agreed to
 * - `nothing`: the contract as a whole says more (where it reports to, from what, under which consent): nothing is counted until the
 *   person was asked again
 */
export type Coverage = 'all' | 'part' | 'nothing'

interface Marked {
  readonly since?: string
  readonly widened?: string
}

/** What a yes covers (contract.md, consent binding). A yes to a later version than the one that runs covers all of it. */
export function yesCovers(
  contract: Pick<Contract, 'widened'> & {
    readonly fields: { readonly [name: string]: Marked }
    readonly events: { readonly [name: string]: Marked }
  },
  agreed: string,
): Coverage {
  const isLater = ({ since, widened }: Marked): boolean =>
    [since, widened].some((version) => version !== undefined && !isAtLeast(agreed, version))
  const { widened } = contract
  if (isLater(widened === undefined ? {} : { widened })) return 'nothing'
  return [...Object.values(contract.events), ...Object.values(contract.fields)].some(isLater) ? 'part' : 'all'
}
