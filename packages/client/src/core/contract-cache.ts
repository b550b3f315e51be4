import type { Contract } from '@plainsight/contract'
import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import type { Disk } from './disk.ts'
import type { SettingLine } from './setting-line.ts'

/** The digest of the contract that runs, and the setting line of the last process. */
export interface ContractCache {
  /** 64 hex digits. */
  readonly digest: string
  readonly setting: SettingLine | undefined
}

/**
 * Opens the cache. Comparing the contract's text is native and quick; making its digest costs a short command milliseconds, so it
 * is made only when the contract is another than the last time.
 * @returns the cache, and a function that keeps a setting line for the next process; both without a file where there is no place
 */
export function openContractCache(
  contract: Contract,
  disk: Disk,
  path: string | undefined,
): { readonly cache: ContractCache; keep(setting: SettingLine | undefined): void } {
  const head = `{"contract":${JSON.stringify(contract)},`
  const known = path === undefined ? undefined : readCache(disk, path, head)
  const cache = known ?? { digest: contractDigest(normalContract(contract)), setting: undefined }
  return {
    cache,
    keep(setting) {
      if (path === undefined || (known !== undefined && setting === known.setting)) return
      disk.write(path, `${head}${JSON.stringify({ digest: cache.digest, setting }).slice(1)}\n`)
    },
  }
}

function readCache(disk: Disk, path: string, head: string): ContractCache | undefined {
  try {
    const text = disk.read(path)
    if (text?.startsWith(head) !== true) return undefined
    const { digest, setting } = JSON.parse(`{${text.slice(head.length)}`) as { digest?: unknown; setting?: SettingLine }
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) return undefined
    const sound = typeof setting?.text === 'string' && typeof setting.x === 'string' && typeof setting.line === 'string'
    return { digest, setting: sound ? setting : undefined }
  } catch {
    return undefined
  }
}
