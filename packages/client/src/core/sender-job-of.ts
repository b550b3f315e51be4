import { isExternalId, normalEvent } from '@plainsight/contract/judge'
import type { EventShape, SenderJob } from '../sender/sender-job.ts'
import type { Session } from './session.ts'

/** The job of a sender: everything that it cannot read in the state folder. */
export function senderJobOf({ contract, endpoint, product, watch, clock }: Session): SenderJob {
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
  return {
    contract: contract.name,
    endpoint: endpoint ?? '',
    product,
    env: watch.consent.decider === 'on-variable',
    lowering: watch.loweringFiles(),
    now: clock(),
    presence: by === undefined ? [] : [by],
    events,
  }
}
