import type { Reason } from '@plainsight/contract/judge'
import { refuse, type Answer, type Refusal } from '../answer.ts'
import type { Desk } from '../desk.ts'
import { ledgerWords } from '../ledger-words.ts'
import type { Found, Parsed } from '../passage.ts'

/** Finds the contract version that the batch states; its digest, its source and the sender's token have to fit it. */
export function findContract(value: Parsed, desk: Desk): Found | Promise<Answer> {
  const { batch, grant } = value
  const { registry, inbox } = desk
  const drop = (refusal: Refusal, reason: Reason): Promise<Answer> =>
    inbox
      .note(ledgerWords(batch, registry), { outcome: 'refused', reason, count: batch.events.length })
      .then(() => refuse(refusal))

  const family = registry.get(batch.contract)
  if (family === undefined) return drop('unknown-contract', 'unknown-version')
  if (desk.isStopped(batch.contract, batch.version)) return drop('stopped', 'stopped')
  const known = family.accepted.get(batch.version)
  if (known === undefined) return drop('unknown-version', 'unknown-version')
  if (known.digest !== batch.digest) return drop('other-digest', 'unknown-version')
  if (!known.lock.contract.sources.includes(batch.source)) return drop('wrong-source', 'wrong-source')
  if (grant?.contracts?.includes(batch.contract) === false || grant?.sources?.includes(batch.source) === false)
    return drop('not-for-token', 'service-only')
  return { ...value, known }
}
