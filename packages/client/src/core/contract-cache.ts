import type { Contract } from '@plainsight/contract'
import type { Disk } from './disk.ts'
import type { SettingLine } from './setting-line.ts'

/** What a process leaves for the next one: the contract's digest, and the setting line it used last. */
export interface ContractCache {
  /** 64 hex digits; undefined when the contract is another than the last time. */
  digest: string | undefined
  setting: SettingLine | undefined
}

/**
 * How the cache of a contract begins. Comparing the contract's text is native and quick; making its digest costs a short command more
 * than all the rest.
 */
export function headOf(contract: Contract): string {
  return `{"contract":${JSON.stringify(contract)},`
}

/** Reads the cache; it is empty where there is none, or none for this contract. */
export function readContractCache(contract: Contract, disk: Disk, path: string): ContractCache {
  const cache: ContractCache = { digest: undefined, setting: undefined }
  try {
    const text = disk.read(path)
    const head = headOf(contract)
    if (text?.startsWith(head) === true) {
      const { digest, setting } = JSON.parse(`{${text.slice(head.length)}`) as {
        digest?: unknown
        setting?: SettingLine
      }
      if (typeof digest === 'string' && digest.length === 64) cache.digest = digest
      if (setting?.line.startsWith(`{"t":"x","x":"${setting.x}",`) === true) cache.setting = setting
    }
  } catch {
    // What is damaged is made anew.
  }
  return cache
}
