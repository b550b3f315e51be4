import { UNDECLARED } from '@plainsight/contract/judge'
import type { ContractRegistry } from './contract-registry.ts'
import type { LedgerWords } from './inbox-entry.ts'
import type { WireBatch } from './wire-batch.ts'

/** The words that stand for a batch in the ledger: what is not declared here is called so and never by its own name. */
export function ledgerWords(batch: WireBatch, registry: ContractRegistry): LedgerWords {
  const family = registry.get(batch.contract)
  const known = family?.accepted.get(batch.version)
  return {
    contract: family === undefined ? UNDECLARED : batch.contract,
    version: known === undefined ? UNDECLARED : batch.version,
    source: known?.lock.contract.sources.includes(batch.source) === true ? batch.source : UNDECLARED,
  }
}
