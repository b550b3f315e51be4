import { canonicalJson, hex, sha256, utf8 } from '@plainsight/contract/canonical'
import type { WireValue } from '@plainsight/contract/judge'

/** What all lines of one setting have in common. */
export interface Setting {
  readonly version: string
  /** First 16 hex digits of the contract's digest. */
  readonly digest: string
  readonly source: string
  readonly context: { readonly [name: string]: WireValue }
  /** External ids by field name. */
  readonly ids: { readonly [field: string]: string }
  /** Whether this is a machine, and may have ids: CI is none. */
  readonly machine: boolean
}

/** A setting's key and its line, and the text that both were made from. */
export interface SettingLine {
  readonly text: string
  readonly x: string
  readonly line: string
}

/**
 * The line of a setting. Its key `x` is the first 8 hex digits of the SHA-256 of the rest.
 * @param known a line made earlier: the same text gives it back without a digest
 */
export function settingLine(setting: Setting, known: SettingLine | undefined): SettingLine {
  const { version: v, digest: g, source: s, context: c, ids, machine } = setting
  const u = Object.keys(ids).length === 0 ? undefined : ids
  const text = canonicalJson({ v, g, s, c, u, i: machine ? undefined : 0 }) as string
  if (known?.text === text) return known
  const x = hex(sha256(utf8(text)).subarray(0, 4))
  return { text, x, line: `{"t":"x","x":"${x}",${text.slice(1)}` }
}
