import type { Contract } from '@plainsight/contract'
import { headOf, type ContractCache } from './contract-cache.ts'
import type { Disk } from './disk.ts'

/** Writes what the next process need not make again. */
export function writeContractCache(contract: Contract, disk: Disk, path: string, cache: ContractCache): void {
  disk.write(path, `${headOf(contract)}${JSON.stringify(cache).slice(1)}\n`)
}
