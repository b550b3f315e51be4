// Ids that reach no further than they must (privacy.md, 1).
import type { Scope } from './contract-spec.ts'
import { hmacSha256, sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'
import { weekOf } from './week-of.ts'

export { weekOf } from './week-of.ts'

/**
 * The period that a day belongs to under a scope: the day itself, its ISO week, its calendar month, or `-` for `install`.
 * @param day a UTC day, `2026-11-19`
 * @returns undefined for `none` and `run`, which have no period
 */
export function periodOf(scope: Scope, day: string): string | undefined {
  const periods: { readonly [scope in Scope]: string | undefined } = {
    none: undefined,
    run: undefined,
    day,
    week: weekOf(day),
    month: day.slice(0, 7),
    install: '-',
  }
  return periods[scope]
}

/**
 * The key behind an id: the proof that one is its owner. Keys of other scopes, periods and links cannot be found from it.
 * @param secret the machine's 32 random bytes
 */
export function scopedKey(
  secret: Uint8Array,
  contract: string,
  scope: Scope,
  period: string,
  link: string,
): Uint8Array {
  return hmacSha256(secret, utf8(`plainsight-key/1\n${contract}\n${scope}\n${period}\n${link}`))
}

/** The id that a key stands for: 32 lower-case hex digits. For scope `run` the key is 32 random bytes of the process. */
export function scopedId(key: Uint8Array): string {
  const prefix = utf8('plainsight-id/1\n')
  const message = new Uint8Array(prefix.length + key.length)
  message.set(prefix)
  message.set(key, prefix.length)
  return hex(sha256(message).subarray(0, 16))
}

/** The hash of a value under a scoped key: 32 lower-case hex digits. */
export function scopedHash(key: Uint8Array, kind: string, value: string): string {
  return hex(hmacSha256(key, utf8(`${kind}\n${value}`)).subarray(0, 16))
}

/**
 * The id of the i-th batch cut from a claim: UUIDv8 of SHA-256("plainsight-batch/1\n" claim "\n" i), so that nothing in it comes
 * from content, secret or clock.
 * @param claim the claim's random name
 */
export function batchId(claim: string, index: number): string {
  const bytes = sha256(utf8(`plainsight-batch/1\n${claim}\n${index}`)).slice(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const text = hex(bytes)
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}

/** The key of a stored row, 64 bits as 16 hex digits: first 8 bytes of SHA-256("plainsight-row/1\n" batch "\n" index). */
export function recordKey(batch: string, index: number): string {
  return hex(sha256(utf8(`plainsight-row/1\n${batch}\n${index}`)).subarray(0, 8))
}
