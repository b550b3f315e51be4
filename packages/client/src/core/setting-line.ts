import { hex, sha256, utf8 } from '@plainsight/contract/canonical'

/** A setting's key and its line, and the text that both were made from. */
export interface SettingLine {
  readonly text: string
  readonly x: string
  readonly line: string
}

/**
 * The line of a setting: its key `x` is the first 8 hex digits of the SHA-256 of the rest.
 * @param text the setting as canonical JSON
 */
export function makeSettingLine(text: string): SettingLine {
  const x = hex(sha256(utf8(text)).subarray(0, 4))
  return { text, x, line: `{"t":"x","x":"${x}",${text.slice(1)}` }
}
