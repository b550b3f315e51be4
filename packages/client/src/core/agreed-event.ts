import type { Contract } from '@plainsight/contract'
import { isAtLeast, type NormalEvent } from '@plainsight/contract/judge'

/** An event as it was agreed to: without what was declared or widened later; undefined when nothing usable is left. */
export function agreedEvent(contract: Contract, event: NormalEvent, agreed: string): NormalEvent | undefined {
  const isLater = ({ since, widened }: { readonly since?: string; readonly widened?: string }): boolean =>
    [since, widened].some((version) => version !== undefined && !isAtLeast(agreed, version))
  const later = (field: string): boolean => isLater(contract.fields[field] ?? {})
  const uses = Object.entries(event.uses)
  // The contract as a whole says more: nothing is counted until the person was asked again.
  if (contract.widened !== undefined && isLater({ widened: contract.widened })) return undefined
  if (isLater(event) || uses.some(([field, { need }]) => need === 'required' && later(field))) return undefined
  return {
    ...event,
    uses: Object.fromEntries(uses.filter(([field]) => !later(field))),
    measure: event.measure.filter((field) => !later(field)),
  }
}

/** Whether an event has expired: on a day, or with a version of the contract. */
export function isExpired(expires: string, version: string, day: string): boolean {
  if (expires === 'never') return false
  return /^\d{4}-/.test(expires) ? day >= expires : isAtLeast(version, expires)
}
