import type { ContractRegistry } from '@plainsight/collector'
import { contractMenu, type ContractMenu } from '@plainsight/questions'

/** What `GET /api/contracts` gives: the newest version of each contract, and what can be asked of it. */
export function contractMenus(registry: ContractRegistry): readonly ContractMenu[] {
  return [...registry.values()].map(({ newest }) => contractMenu(newest.lock.contract, newest.lock.digest))
}
