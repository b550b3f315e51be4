import type { Contract } from '@plainsight/contract'
import { isExternalId, normalEvent } from '@plainsight/contract/judge'
import type { EventShape, SenderJob } from '../sender/sender-job.ts'

/** What a job is made from, besides the contract. */
export type JobFacts = Pick<SenderJob, 'endpoint' | 'product' | 'env' | 'lowering' | 'now'>

/** Makes the job of a sender. */
export function senderJobOf(contract: Contract, facts: JobFacts): SenderJob {
  const events: { [name: string]: EventShape } = {}
  for (const name in contract.events) {
    const { identity, link, context, uses } = normalEvent(contract, name, contract.events[name]!)
    const externals = Object.keys(uses).filter((field) => {
      const declared = contract.fields[field]
      return declared !== undefined && isExternalId(declared)
    })
    events[name] = [identity, link, context, externals]
  }
  const by = contract.presence === false ? undefined : contract.presence?.by
  return { contract: contract.name, ...facts, presence: by === undefined ? [] : [by], events }
}
